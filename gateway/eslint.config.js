import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["target/", "node_modules/"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text comes from anyone: textContent." },
        { property: "outerHTML", message: "Text comes from anyone: textContent." },
        { property: "insertAdjacentHTML", message: "Text comes from anyone: textContent." },
      ],
    },
  },
  { files: ["src/main/web/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["src/test/web/**/*.js", "*.js"], languageOptions: { globals: globals.node } },
];
