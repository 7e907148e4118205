export const id = 427;
export const ids = [427];
export const modules = {

/***/ 427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderCommandHelp: () => (/* binding */ renderCommandHelp),
/* harmony export */   renderHelp: () => (/* binding */ renderHelp)
/* harmony export */ });
/* unused harmony export describe */
/* harmony import */ var _options_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97);

/** `hf-eval --help`. */
function renderHelp(version) {
    const width = Math.max(..._options_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMANDS */ .Lo.map((command) => command.name.length));
    return [
        `hf-eval ${version}: evaluation results of Hugging Face model repos, structured and true`,
        '',
        'Usage: hf-eval COMMAND [OPTIONS]',
        '',
        'Commands:',
        ..._options_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMANDS */ .Lo.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
        '',
        'hf-eval COMMAND --help tells a command’s options; hf-eval --version the version.',
        '',
        'Environment:',
        '  HF_TOKEN     token for private and gated repos; a .env file in the current folder is read too',
        '  HF_ENDPOINT  another Hub or a mirror',
        '',
        'Exit codes: 0 done, 1 refused or failed, 2 wrong usage.',
        '',
    ].join('\n');
}
/** `hf-eval COMMAND --help`. */
function renderCommandHelp(command) {
    const options = (0,_options_js__WEBPACK_IMPORTED_MODULE_0__/* .optionsOf */ .cz)(command.name, 'cli');
    const width = Math.max(...options.map((option) => signature(option).length));
    return [
        `Usage: hf-eval ${command.name} [OPTIONS]`,
        '',
        ...wrap(command.description, 100),
        '',
        'Options:',
        ...options.flatMap((option) => {
            const [first = '', ...rest] = wrap(describe(option), 100 - width - 4);
            return [
                `  ${signature(option).padEnd(width)}  ${first}`,
                ...rest.map((line) => `${' '.repeat(width + 4)}${line}`),
            ];
        }),
        '',
        'Examples:',
        ...command.examples.map((example) => `  ${example}`),
        '',
    ].join('\n');
}
/** What an option does, what it takes, and what is assumed without it. */
function describe(option) {
    const allowed = option.allowed === undefined ? '' : ` One of ${option.allowed.join(', ')}.`;
    const fallback = option.default ?? option.assumed;
    const assumed = fallback === undefined || fallback === 'false' ? '' : ` Default: ${fallback}.`;
    return `${option.description.replace(/`/g, '')}${allowed}${assumed.replace(/`/g, '')}`;
}
function signature(option) {
    return `--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
}
function wrap(text, width) {
    const lines = [];
    for (const word of text.split(' ')) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + word.length < width)
            lines[lines.length - 1] = `${last} ${word}`;
        else
            lines.push(word);
    }
    return lines;
}


/***/ })

};
