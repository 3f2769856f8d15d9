// The page of one report. Text of the report only ever becomes a text node; nothing is parsed as markup.
{
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const CHECK = { id: 0, rule: 1, verdict: 2, severity: 3, subject: 4, message: 5, stated: 6, relation: 7, expected: 8, formula: 9, figures: 10, accepted: 11 };
  const FIGURE = { mark: 0, label: 1, period: 2, unit: 3, value: 4, low: 5, high: 6, doubt: 7, why: 8, where: 9 };
  const RANK = { disagrees: 0, cannot_tell: 1, agrees: 2 };
  const SHOWN_AT_ONCE = 100;

  const say = (key, values = {}) => (data.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const make = (tag, words, kind) => {
    const element = document.createElement(tag);
    if (words) element.textContent = words;
    if (kind) element.className = kind;
    return element;
  };

  const verdictOf = (check) => (check[CHECK.accepted] ? "accepted" : check[CHECK.verdict]);
  const checks = new Map(data.checks.map((check) => [check[CHECK.id], check]));
  const checksOf = new Map();
  for (const check of data.checks) {
    for (const id of check[CHECK.figures]) {
      if (checksOf.has(id)) checksOf.get(id).push(check);
      else checksOf.set(id, [check]);
    }
  }
  for (const found of checksOf.values()) found.sort((one, other) => RANK[one[CHECK.verdict]] - RANK[other[CHECK.verdict]]);

  const paper = document.querySelector(".paper");
  const wide = matchMedia("(min-width: 1000px)");

  // Going to a figure or a card, and showing which one it is.
  let lit = [];
  const light = (ids) => {
    for (const element of lit) element.classList.remove("lit", "own");
    lit = ids.map($).filter(Boolean);
    lit.forEach((element, order) => element.classList.add("lit", ...(order ? [] : ["own"])));
  };
  const bring = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    element.scrollIntoView({ block: "center", inline: "nearest" });
    // What lay outside the window gets its true height only now: a second look lands where the first one aimed.
    requestAnimationFrame(() => element.scrollIntoView({ block: "center", inline: "nearest" }));
  };
  const flash = (element) => {
    element.classList.remove("flash");
    void element.offsetWidth;
    element.classList.add("flash");
  };
  const goTo = (id, focus) => {
    const element = $(id);
    if (!element) return;
    bring(element);
    flash(element);
    if (focus) {
      if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
      element.focus({ preventScroll: true });
    }
    try { history.replaceState(null, "", "#" + id); } catch { /* an address that cannot be changed */ }
  };
  const figuresOfCard = (card) => checks.get(card.id)?.[CHECK.figures] ?? [];
  let current = null;
  const choose = (card) => {
    if (current) current.classList.remove("current");
    current = card;
    if (!card) return;
    card.classList.add("current");
    light(figuresOfCard(card));
  };
  const jump = (card) => {
    choose(card);
    const [first] = figuresOfCard(card);
    if (first) goTo(first, true);
  };

  // Filters.
  const form = $("filters");
  const search = $("search");
  const cards = [...document.querySelectorAll(".card")].map((element) => {
    const check = checks.get(element.id);
    return { element, cluster: element.closest(".cluster"), verdict: verdictOf(check), severity: check[CHECK.severity], family: check[CHECK.rule].slice(0, 3), check };
  });
  const clusters = [...document.querySelectorAll(".cluster")];
  const haystacks = new Map();
  const haystack = (check) => {
    if (!haystacks.has(check)) {
      const parts = [CHECK.rule, CHECK.subject, CHECK.message, CHECK.stated, CHECK.expected, CHECK.formula, CHECK.accepted].map((part) => check[part]);
      for (const id of check[CHECK.figures].slice(0, 20)) parts.push(data.figures[id]?.[FIGURE.label] ?? "");
      haystacks.set(check, parts.join("\n").toLowerCase());
    }
    return haystacks.get(check);
  };
  const chosen = (name) => new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((input) => input.value));
  let agreeing = [];
  let listed = 0;
  const filter = () => {
    const severities = chosen("severity");
    const verdicts = chosen("verdict");
    const family = $("family").value;
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (check) => (!family || check[CHECK.rule].startsWith(family)) && words.every((word) => haystack(check).includes(word));
    const count = { disagrees: 0, accepted: 0, cannot_tell: 0 };
    const full = new Set();
    for (const { element, cluster, verdict, severity, check } of cards) {
      const shown = verdicts.has(verdict) && (!severity || severities.has(severity)) && fits(check);
      element.hidden = !shown;
      if (shown) { count[verdict] += 1; full.add(cluster); }
    }
    for (const cluster of clusters) cluster.hidden = !full.has(cluster);
    agreeing = verdicts.has("agrees") ? data.checks.filter((check) => check[CHECK.verdict] === "agrees" && fits(check)) : [];
    $("agreeing").hidden = !verdicts.has("agrees");
    $("agreeing-list").replaceChildren();
    listed = 0;
    more();
    const all = cards.filter((card) => card.verdict === "disagrees").length;
    $("none").hidden = !all || count.disagrees > 0;
    $("live").textContent = say("live", { shown: count.disagrees, all, open: count.cannot_tell, agreeing: agreeing.length });
  };
  const more = () => {
    const list = $("agreeing-list");
    for (const check of agreeing.slice(listed, listed + SHOWN_AT_ONCE)) list.append(row(check));
    listed = Math.min(agreeing.length, listed + SHOWN_AT_ONCE);
    const button = $("agreeing-more");
    button.hidden = listed >= agreeing.length;
    button.textContent = say("more", { count: agreeing.length - listed });
  };
  const at = (id, words) => {
    const link = make("a", words, "at");
    link.href = "#" + id;
    return link;
  };
  // A check in short: its verdict, what it compares, the arithmetic, and the way to its figures.
  const row = (check, except) => {
    const item = make("div", "", "row " + verdictOf(check));
    const head = make("p", "", "first");
    head.append(make("span", say("verdict." + verdictOf(check)), "verdict"), " ", make("bdi", check[CHECK.subject]), " ");
    const rule = make("a", check[CHECK.rule], "code");
    rule.href = "#rule-" + check[CHECK.rule];
    head.append(rule);
    item.append(head);
    for (const words of [check[CHECK.message], check[CHECK.accepted]]) if (words) item.append(make("p", words, "message"));
    const others = check[CHECK.figures].filter((id) => id !== except);
    if (others.length) {
      const places = make("p", "", "others");
      for (const id of others.slice(0, 12)) {
        const words = $(id)?.textContent ?? id;
        places.append(at(id, words), " ");
      }
      if (others.length > 12) places.append(say("places", { count: others.length - 12 }));
      item.append(places);
    }
    if (check[CHECK.verdict] !== "agrees") item.append(at(check[CHECK.id], say("to_finding")));
    return item;
  };
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  $("agreeing-more").addEventListener("click", more);

  // The figure under the pointer or the focus, in short; a click lists its checks.
  const tip = $("tip");
  const state = (figure) => [say("mark." + figure[FIGURE.mark]), figure[FIGURE.label], figure[FIGURE.period]].filter(Boolean).join(" · ");
  const range = (figure) => {
    const low = figure[FIGURE.low] || "…", high = figure[FIGURE.high] || "…";
    return low === high ? "" : say("range", { low, high, unit: figure[FIGURE.unit] });
  };
  let tipped = null;
  const hideTip = () => {
    tip.hidden = true;
    if (tipped) tipped.removeAttribute("aria-describedby");
    tipped = null;
  };
  const showTip = (element) => {
    if (element === tipped) return;
    hideTip();
    const figure = data.figures[element.id];
    if (!figure) return;
    tip.replaceChildren(make("p", state(figure), "state " + figure[FIGURE.mark]));
    for (const words of [range(figure), figure[FIGURE.doubt], figure[FIGURE.why]]) if (words) tip.append(make("p", words));
    const own = checksOf.get(element.id) ?? [];
    for (const check of own.slice(0, 3)) {
      const line = make("p", "", "row " + verdictOf(check));
      line.append(make("span", say("verdict." + verdictOf(check)), "verdict"), " " + (check[CHECK.formula] || check[CHECK.message]));
      tip.append(line);
    }
    if (own.length > 3) tip.append(make("p", say("checks", { count: own.length })));
    tip.hidden = false;
    element.setAttribute("aria-describedby", "tip");
    tipped = element;
    placeTip();
  };
  const placeTip = () => {
    const box = tipped.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8));
    const below = box.bottom + 6;
    const top = below + tip.offsetHeight < innerHeight - 8 ? below : Math.max(8, box.top - tip.offsetHeight - 6);
    tip.style.left = left + "px";
    tip.style.top = top + "px";
  };
  const figureAt = (event) => event.target instanceof Element ? event.target.closest(".paper .f") : null;
  paper.addEventListener("mouseover", (event) => { const found = figureAt(event); if (found) showTip(found); else hideTip(); });
  paper.addEventListener("mouseleave", hideTip);
  paper.addEventListener("focusin", (event) => { const found = figureAt(event); if (found) showTip(found); });
  paper.addEventListener("focusout", hideTip);
  document.addEventListener("scroll", () => { if (tipped) placeTip(); }, { capture: true, passive: true });

  const detail = $("detail");
  let opener = null;
  const closeDetail = () => {
    if (detail.hidden) return;
    detail.hidden = true;
    document.body.classList.remove("detailed");
    light([]);
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  };
  const openDetail = (element) => {
    const figure = data.figures[element.id];
    if (!figure) return;
    hideTip();
    opener = element;
    const own = checksOf.get(element.id) ?? [];
    $("detail-title").textContent = say("detail", { figure: element.textContent, count: own.length });
    const body = $("detail-body");
    body.replaceChildren(make("p", [state(figure), figure[FIGURE.where]].filter(Boolean).join(" · "), "state " + figure[FIGURE.mark]));
    for (const words of [range(figure), figure[FIGURE.doubt], figure[FIGURE.why]]) if (words) body.append(make("p", words));
    for (const check of own.slice(0, SHOWN_AT_ONCE)) body.append(row(check, element.id));
    if (own.length > SHOWN_AT_ONCE) body.append(make("p", say("checks", { count: own.length })));
    light([element.id]);
    detail.hidden = false;
    document.body.classList.add("detailed");
    detail.scrollTop = 0;
    element.scrollIntoView({ block: "nearest" });
    detail.focus({ preventScroll: true });
  };
  $("detail-close").addEventListener("click", closeDetail);

  // One listener for every link, card and figure.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const id = decodeURIComponent(link.getAttribute("href").slice(1));
      if (!$(id) || link.closest(".skips")) return;
      event.preventDefault();
      const card = link.closest(".card");
      if (card) choose(card);
      if (id.startsWith("rule-")) $(id).open = true;
      if (checks.has(id)) { show(id); choose($(id)); }
      if (data.figures[id] && !card) light([id]);
      goTo(id, true);
      return;
    }
    const figure = figureAt(event);
    if (figure) { openDetail(figure); return; }
    const card = event.target.closest(".card");
    if (card && !event.target.closest("button,summary,input") && !String(getSelection())) jump(card);
  });
  // A card that the filters hide is shown when a link leads to it.
  const show = (id) => {
    if (!$(id)?.hidden) return;
    for (const input of form.querySelectorAll("input[type=checkbox]")) if (input.value !== "agrees") input.checked = true;
    search.value = "";
    $("family").value = "";
    filter();
  };

  for (const input of document.querySelectorAll("input[name=mark]")) {
    input.addEventListener("change", () => paper.classList.toggle("hide-" + input.value, !input.checked));
  }

  // From stated figure to stated figure that a finding contradicts; in a report without any, from unlinked to unlinked.
  const stops = [".f.d.x", ".f.d", ".f.u"].map((kind) => [...paper.querySelectorAll(kind)]).find((found) => found.length) ?? [];
  let stop = -1;
  const step = (by) => {
    if (!stops.length) return;
    stop = (stop + by + stops.length) % stops.length;
    light([stops[stop].id]);
    goTo(stops[stop].id, true);
  };
  $("next").addEventListener("click", () => step(1));
  $("previous").addEventListener("click", () => step(stop < 0 ? 0 : -1));

  // Keyboard.
  const keys = $("keys");
  keys.checked = keep.get("keys") !== "off";
  keys.addEventListener("change", () => keep.set("keys", keys.checked ? "on" : "off"));
  const help = $("help");
  const move = (by) => {
    const shown = [...document.querySelectorAll(".card")].filter((card) => !card.hidden);
    if (!shown.length) return;
    const next = shown[Math.max(0, Math.min(shown.length - 1, current && !current.hidden ? shown.indexOf(current) + by : 0))];
    choose(next);
    const [first] = figuresOfCard(next);
    if (wide.matches && first && $(first)) { bring($(first)); flash($(first)); }
    bring(next);
    next.focus({ preventScroll: true });
  };
  const back = () => {
    if (!detail.hidden) closeDetail();
    else if (document.activeElement === search) search.blur();
    else if (current) { bring(current); current.focus({ preventScroll: true }); }
  };
  const single = {
    j: () => move(1), k: () => move(-1), n: () => step(1), p: () => step(stop < 0 ? 0 : -1), t: turnTheme,
    "/": () => { search.focus(); search.select(); }, "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    const focused = document.activeElement;
    if (event.key === "Escape") { back(); return; }
    if (focused.matches("input[type=search], select, textarea")) return;
    if ((event.key === "Enter" || event.key === " ") && focused.matches(".paper .f")) { event.preventDefault(); openDetail(focused); return; }
    if (event.key === "Enter" && focused.matches(".card")) { event.preventDefault(); jump(focused); return; }
    if (keys.checked && single[event.key]) { event.preventDefault(); single[event.key](); }
  });

  const openHelp = $("help-open");
  openHelp.addEventListener("click", () => help.showModal());
  for (const element of [form, openHelp, document.querySelector(".steps")]) element.hidden = false;
  filter();

  // The address may name a figure or a check.
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id || !$(id)) return;
    if (checks.has(id)) { show(id); choose($(id)); const [first] = figuresOfCard($(id)); if (wide.matches && first && $(first)) bring($(first)); }
    else if (data.figures[id]) light([id]);
    goTo(id, true);
  };
  addEventListener("hashchange", follow);
  follow();
}
