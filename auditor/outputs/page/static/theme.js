"use strict";
// Light and dark: the system's choice until the reader makes another, which this browser keeps.
const keep = {
  get(name) { try { return localStorage.getItem("gouji." + name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem("gouji." + name, value); } catch { /* not kept, then */ } },
};
const dark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};
const turnTheme = () => {
  const chosen = dark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  keep.set("theme", chosen);
};
{
  const chosen = keep.get("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  const button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", turnTheme);
}
