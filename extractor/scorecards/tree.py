"""From the rows of a sheet to a tree: heads over their rows, shared weights, subtotals, lost merges."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.figures import Figure
from extractor.scorecard import Indicator, Scorecard
from extractor.scorecards.draft import Draft, Node

HUNDRED = Decimal(100)


def built(draft: Draft) -> Scorecard:
    """The sheet of a draft."""
    nodes = draft.nodes
    if draft.moved:
        _raise_displaced(draft)
        _regroup(nodes)
    _name_heads(nodes)
    nodes = _without_sums(nodes)
    _close_subtotals(nodes)
    nodes = [node for node in nodes if not node.subtotal]
    _share(nodes, draft)
    if not draft.moved:
        _give_lone(nodes)
    roots = _nested(nodes)
    if draft.execution is not None:
        roots = (draft.execution, *roots)
    leaves = [leaf for root in roots for leaf in root.leaves()]
    scored = any(leaf.score is not None for leaf in leaves)
    whole = all((leaf.score is not None or not scored) and leaf.weight is not None for leaf in leaves)
    return Scorecard(
        draft.title, "table", roots, draft.total_weight, draft.total_score, draft.grade, draft.grade_place,
        tuple(draft.tables), whole=whole, total_name=draft.total_name,
    )  # fmt: skip


def _nested(nodes: list[Node]) -> tuple[Indicator, ...]:
    """Each node over the deeper ones that follow it."""
    roots: list[Indicator] = []
    position = 0
    while position < len(nodes):
        node, position = nodes[position], position + 1
        below = position
        while below < len(nodes) and nodes[below].level > node.level:
            below += 1
        roots.append(_indicator(node, _nested(nodes[position:below])))
        position = below
    return tuple(roots)


def _indicator(node: Node, children: tuple[Indicator, ...]) -> Indicator:
    weight, score = labelled(node.weight, node.name, "分值"), labelled(node.score, node.name, "得分")
    return Indicator(
        node.name, node.level, weight, score, node.standard, node.standard_figures, node.definition,
        node.target, node.actual, node.remark, children, node.table, node.row, node.shared,
        share=node.share, folded=node.folded, doubt=node.doubt, repeats=tuple(node.repeats),
        remark_figures=node.remark_figures,
    )  # fmt: skip


def labelled(figure: Figure | None, name: str, role: str) -> Figure | None:
    """The figure with the row and column it belongs to as its label, where it has none of its own."""
    return figure if figure is None or figure.label or not name else replace(figure, label=f"{name}{role}")


def _groups(nodes: list[Node], level: int) -> list[tuple[int, list[Node]]]:
    """Every head of the level by its position, with the scored rows that stand under it."""
    found: list[tuple[int, list[Node]]] = []
    for position, node in enumerate(nodes):
        if node.level != level:
            continue
        under = []
        for each in nodes[position + 1 :]:
            if each.level <= level:
                break
            if each.level == 3:
                under.append(each)
        found.append((position, under))
    return found


def _weights(nodes: list[Node]) -> list[Decimal]:
    return [node.weight.value for node in nodes if node.weight is not None]


def _share(nodes: list[Node], draft: Draft) -> None:
    """Rows without a weight below one that has it share it, where only then the printed sums come out."""
    seen: dict[str, list[Node]] = {}
    for node in nodes:
        if node.weight is not None and node.level == 3:
            seen.setdefault(node.weight.id, []).append(node)
    for group in seen.values():
        for node in group if len(group) > 1 else []:
            node.shared = True
    for level in (2, 1):
        for position, under in _groups(nodes, level):
            head = nodes[position]
            if head.weight is not None and sum(_weights(under)) == head.weight.value:
                _share_group(under)
    leaves = [node for node in nodes if node.level == 3]
    whole = draft.total_weight.value if draft.total_weight is not None else HUNDRED
    if sum(_weights(leaves)) == whole:
        _share_group(leaves)


def _share_group(leaves: list[Node]) -> None:
    run: list[Node] = []
    for node in [*leaves, Node(3, "", subtotal=True)]:
        if node.weight is None and node.score is not None and run:
            run.append(node)
            continue
        weight = run[0].weight if run else None
        given = sum(each.score.value for each in run if each.score is not None)
        if len(run) > 1 and weight is not None and given <= weight.value:
            for each in run:
                each.weight, each.shared = weight, True
        run = [node] if node.weight is not None and not node.shared else []


def _give_lone(nodes: list[Node]) -> None:
    """The only row below a head is worth what the head is, where no row of the sheet prints its own weight."""
    if any(node.weight is not None for node in nodes if node.level == 3):
        return
    for level in (2, 1):
        for position, under in _groups(nodes, level):
            if len(under) == 1 and under[0].weight is None:
                under[0].weight = nodes[position].weight


def _without_sums(nodes: list[Node]) -> list[Node]:
    """The nodes, a row that prints what those under its own head come to (投入（10分）, 10, 10) put into the head."""
    sums: set[int] = set()
    for level in (2, 1):
        for position, under in _groups(nodes, level):
            head, own, rest = nodes[position], under[0] if under else None, under[1:]
            if own is None or len(rest) < 2 or own.row != head.row:
                continue
            one = not own.name or not head.name or own.name == head.name
            if one and (_fits(own, rest) if own.weight is not None else _comes_to(own, rest)):
                head.name = head.name or own.name
                head.weight, head.score = head.weight or own.weight, head.score or own.score
                sums.add(id(own))
    return [node for node in nodes if id(node) not in sums]


def _comes_to(own: Node, rest: list[Node]) -> bool:
    """Whether the scores of the other rows make the row's own."""
    scores = [node.score.value for node in rest if node.score is not None]
    return own.score is not None and len(scores) == len(rest) and sum(scores) == own.score.value


def _close_subtotals(nodes: list[Node]) -> None:
    """A 小计 belongs to the head whose rows it sums; without a fit, to the highest open one."""
    for position, node in enumerate(nodes):
        if not node.subtotal:
            continue
        candidates = []
        for level in (2, 1):
            above = next((n for n in reversed(nodes[:position]) if n.level == level and not n.subtotal), None)
            if above is not None:
                start = nodes.index(above)
                under = [n for n in nodes[start:position] if n.level == 3 and not n.subtotal]
                candidates.append((above, under))
        chosen = next((head for head, under in candidates if _fits(node, under)), None)
        head = chosen or (candidates[-1][0] if candidates else None)
        if head is not None:
            head.weight = head.weight or node.weight
            head.score = head.score or node.score


def _fits(subtotal: Node, under: list[Node]) -> bool:
    if subtotal.weight is not None:
        return sum(_weights(under)) == subtotal.weight.value
    scores = [node.score.value for node in under if node.score is not None]
    return subtotal.score is not None and sum(scores) == subtotal.score.value


def _raise_displaced(draft: Draft) -> None:
    """A weight that alone breaks the whole is that of the merged head whose row lost its own numbers."""
    nodes = draft.nodes
    leaves = [node for node in nodes if node.level == 3 and not node.subtotal]
    whole = draft.total_weight.value if draft.total_weight is not None else HUNDRED
    total = sum(_weights(leaves))
    if total <= whole:
        return
    fitting = [node for node in leaves if node.weight and total - node.weight.value <= whole]
    largest = max(fitting, key=lambda node: node.weight.value if node.weight else HUNDRED, default=None)
    if largest is None or largest.weight is None or largest.weight.value * 4 < whole:
        return
    position = nodes.index(largest)
    head = nodes[position - 1] if position and nodes[position - 1].row == largest.row else None
    if head is None or head.weight is not None:
        return
    head.level, head.weight = 1, largest.weight
    second = Node(2, largest.name, table=largest.table, row=largest.row, doubt=largest.doubt)
    nodes.insert(position, second)
    largest.name, largest.weight = "", None
    _lower(nodes[position + 1 :], largest_head=head)


def _lower(following: list[Node], largest_head: Node) -> None:
    """Doubted heads after a displaced one belong below it as long as their weights leave room."""
    room = largest_head.weight.value if largest_head.weight is not None else Decimal(0)
    for node in following:
        if node.level == 1 and node.doubt and node.weight is not None and node.weight.value <= room:
            room -= node.weight.value
            node.level = 2
        elif node.level == 1:
            break


def _regroup(nodes: list[Node]) -> None:
    """Where merged cells were lost, a head may stand beside any of its rows: take the division whose sums come out."""
    for level in (2, 1):
        for position, under in _groups(nodes, level):
            head = nodes[position]
            if not head.doubt or head.weight is None:
                continue
            earlier = _taken_back(nodes, position, head.weight.value - sum(_weights(under)))
            if earlier:
                nodes.remove(head)
                nodes.insert(position - earlier, head)


def _name_heads(nodes: list[Node]) -> None:
    """A nameless head takes the name that ran into one of its rows; else that name stays with the row."""
    for position, under in _groups(nodes, 2):
        head = nodes[position]
        second = next((node for node in under if node.beside), None)
        if second is not None and not head.name:
            head.name, second.beside = second.beside, ""
    for node in nodes:
        if node.beside:
            node.name, node.beside = node.name + node.beside, ""


def _taken_back(nodes: list[Node], position: int, missing: Decimal) -> int:
    """How many rows right before the head make up what it lacks; 0 where none do."""
    total = Decimal(0)
    if missing <= 0:
        return 0
    for count, node in enumerate(reversed(nodes[:position]), start=1):
        if node.level != 3 or node.weight is None or total >= missing:
            return 0
        total += node.weight.value
        if total == missing:
            return count
    return 0
