export const id = 499;
export const ids = [499];
export const modules = {

/***/ 499:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readMixedTables: () => (/* binding */ readMixedTables)
/* harmony export */ });
/* harmony import */ var parse5__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);
/* harmony import */ var _gfm_rule_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(281);
/* harmony import */ var _read_tables_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(549);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(874);





/** Browsers stop nesting at 512; beyond that the HTML parser's own work grows with the square of the depth. */
const MAX_DEPTH = 512;
const MAX_NODES = 1_000_000;
const MAX_SPAN = 1_000;
const SEPARATE = new Set(['br', 'p', 'div', 'li', 'ul', 'ol', 'hr', 'tr', 'td', 'th', 'pre', 'blockquote']);
/**
 * Reads the tables of a body that mixes Markdown and HTML: the body is rendered to HTML the way the Hub does,
 * each GFM table kept as a placeholder, and the result read by an HTML parser. So an HTML table may hold
 * Markdown and blank lines, and a GFM table inside an unclosed comment is no table.
 *
 * @throws UserError `invalid-card` for HTML nested or large beyond reason, `table-too-large`.
 */
function readMixedTables(parsed) {
    const placeholder = unusedName(parsed);
    const page = renderPage(parsed, placeholder);
    const lines = new WeakMap();
    const root = (0,parse5__WEBPACK_IMPORTED_MODULE_0__/* .parseFragment */ .oH)(page.html, {
        sourceCodeLocationInfo: true,
        treeAdapter: boundedAdapter(lines, page.lineOf),
    });
    const tables = [];
    const pending = [root];
    while (pending.length > 0) {
        const node = pending.pop();
        if (node === undefined)
            break;
        const tag = 'tagName' in node ? node.tagName : undefined;
        if (tag === placeholder && 'attrs' in node) {
            const table = page.tables[Number(node.attrs[0]?.value)];
            if (table !== undefined)
                tables.push(table);
        }
        if (tag === 'table')
            tables.push(readHtmlTable(node, lines));
        const children = tag === 'template' || !('childNodes' in node) ? [] : node.childNodes;
        for (let index = children.length - 1; index >= 0; index -= 1)
            pending.push(children[index]);
    }
    return tables;
}
/** An element name that the card's own text cannot hold. */
function unusedName({ tokens }) {
    let name = 'gfm-table';
    while (tokens.some((token) => token.content.toLowerCase().includes(name)))
        name += '-x';
    return name;
}
function renderPage(parsed, placeholder) {
    const { md, env, tokens } = parsed;
    const tables = [];
    const starts = [{ html: 1, body: 1 }];
    const parts = [];
    let htmlLine = 1;
    for (let index = 0; index < tokens.length; index += 1) {
        const token = tokens[index];
        if (token === undefined)
            continue;
        if (token.map)
            starts.push({ html: htmlLine, body: token.map[0] + 1 });
        let part;
        if (token.type === _gfm_rule_js__WEBPACK_IMPORTED_MODULE_4__/* .GFM_TABLE */ .MT) {
            part = `<${placeholder} n="${tables.length}"></${placeholder}>\n`;
            tables.push((0,_read_tables_js__WEBPACK_IMPORTED_MODULE_2__/* .readMarkdownTable */ .g)(parsed, token));
        }
        else if (token.type === 'inline') {
            token.children = [];
            md.inline.parse(token.content, md, env, token.children);
            part = md.renderer.renderInline(token.children, md.options, env);
        }
        else
            part = md.renderer.render([token], md.options, env);
        parts.push(part);
        for (let at = part.indexOf('\n'); at !== -1; at = part.indexOf('\n', at + 1))
            htmlLine += 1;
    }
    return { html: parts.join(''), tables, lineOf: (line) => lookUpLine(starts, line) };
}
/** Maps a line of the rendered page to a line of the body: HTML blocks and paragraphs keep their line breaks. */
function lookUpLine(starts, line) {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle]?.html ?? 0) <= line)
            low = middle;
        else
            high = middle - 1;
    }
    const start = starts[low] ?? { html: 1, body: 1 };
    return start.body + line - start.html;
}
/** The default tree, with only the line kept of each location, and bounds on depth and size. */
function boundedAdapter(lines, lineOf) {
    let depth = 0;
    let nodes = 0;
    const refuse = (what) => {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('invalid-card', `The card's HTML ${what}.`, {
            hint: 'Simplify the HTML of the card; a browser would not show it as written either.',
        });
    };
    return {
        ...parse5__WEBPACK_IMPORTED_MODULE_0__/* .defaultTreeAdapter */ .jh,
        createElement(tag, namespace, attrs) {
            nodes += 1;
            if (nodes > MAX_NODES)
                refuse(`has more than ${MAX_NODES.toLocaleString('en-US')} elements`);
            return parse5__WEBPACK_IMPORTED_MODULE_0__/* .defaultTreeAdapter */ .jh.createElement(tag, namespace, attrs);
        },
        onItemPush() {
            depth += 1;
            if (depth > MAX_DEPTH)
                refuse(`is nested more than ${MAX_DEPTH} levels deep`);
        },
        onItemPop() {
            depth -= 1;
        },
        setNodeSourceCodeLocation(node, location) {
            if (location && 'tagName' in node && /^(table|t[dh])$/.test(node.tagName))
                lines.set(node, lineOf(location.startLine));
        },
        updateNodeSourceCodeLocation() {
            // The end of an element is of no use here.
        },
    };
}
function readHtmlTable(table, lines) {
    const line = lines.get(table) ?? 1;
    const grid = [];
    let headRows = 0;
    let cells = 0;
    for (const { rows, head } of rowGroups(table)) {
        const first = grid.length;
        for (const [index, row] of rows.entries()) {
            const target = rowAt(grid, first + index);
            let column = 0;
            for (const node of row.childNodes) {
                if (!('tagName' in node) || (node.tagName !== 'td' && node.tagName !== 'th'))
                    continue;
                while (target[column] !== undefined)
                    column += 1;
                const across = spanOf(node, 'colspan', MAX_SPAN);
                const down = spanOf(node, 'rowspan', rows.length - index);
                cells += across * down;
                if (cells > _table_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_TABLE_CELLS */ .IR)
                    throw (0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .tableTooLarge */ .M8)(line);
                placeCell(grid, node, { row: first + index, column, across, down }, lines.get(node) ?? line);
                column += across;
            }
        }
        if (head)
            headRows = grid.length;
    }
    for (const row of grid)
        for (let at = 0; at < row.length; at += 1)
            row[at] ??= { text: '', line: rowLine(row, line) };
    const columns = (0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .padRows */ .Hk)(grid, line);
    return { line, syntax: 'html', columns, headRows, readGrid: (firstLine) => shiftLines(grid, firstLine - 1) };
}
function rowLine(row, fallback) {
    return row.find((cell) => cell !== undefined)?.line ?? fallback;
}
function rowAt(grid, index) {
    while (grid.length <= index)
        grid.push([]);
    return grid[index];
}
/** Rows in document order, by section: spans never leave their section (HTML, "forming a table"). */
function rowGroups(table) {
    const groups = [];
    for (const node of table.childNodes) {
        if (!('tagName' in node))
            continue;
        const isGroup = /^(thead|tbody|tfoot)$/.test(node.tagName);
        if (!isGroup)
            continue;
        const rows = node.childNodes.filter((row) => 'tagName' in row && row.tagName === 'tr');
        groups.push({ rows, head: node.tagName === 'thead' });
    }
    return groups;
}
/** A span attribute within its bounds; 0 and nonsense as HTML reads them. */
function spanOf(node, name, most) {
    const value = node.attrs.find((attr) => attr.name === name)?.value.trim();
    if (value === undefined || !/^\+?\d{1,9}/.test(value))
        return 1;
    const span = Number.parseInt(value, 10);
    if (span === 0)
        return name === 'rowspan' ? most : 1;
    return Math.min(span, most);
}
function placeCell(grid, node, at, line) {
    const covers = at.across * at.down > 1;
    const header = node.tagName === 'th' ? { header: true } : {};
    const runs = readRuns(node);
    const origin = (0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .makeCell */ .Rf)(runs, line, covers ? { ...header, span: 'origin' } : header);
    const copy = covers ? { ...origin, span: 'copy' } : origin;
    for (let down = 0; down < at.down; down += 1) {
        const row = rowAt(grid, at.row + down);
        for (let across = 0; across < at.across; across += 1) {
            row[at.column + across] ??= down === 0 && across === 0 ? origin : copy;
        }
    }
}
/** The text that a reader sees in an element; a table inside is a table of its own. */
function readRuns(cell) {
    const runs = [];
    const walk = (node, mark) => {
        if ('value' in node)
            runs.push(mark === undefined ? { text: node.value } : { text: node.value, mark });
        if (!('tagName' in node) || _table_js__WEBPACK_IMPORTED_MODULE_3__/* .HIDDEN */ .RG.has(node.tagName) || node.tagName === 'table')
            return;
        const separate = SEPARATE.has(node.tagName);
        if (separate)
            runs.push({ text: ' ' });
        for (const child of node.childNodes)
            walk(child, _table_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKS */ .j7[node.tagName] ?? mark);
        if (separate)
            runs.push({ text: ' ' });
    };
    for (const child of cell.childNodes)
        walk(child, undefined);
    return runs;
}
function shiftLines(grid, by) {
    return by === 0 ? grid : grid.map((row) => row.map((cell) => ({ ...cell, line: cell.line + by })));
}


/***/ })

};
