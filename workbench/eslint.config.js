import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["node_modules/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    // What is not defined, the compiler says, with the names of the browser at hand.
    rules: { "no-undef": "off" },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Text from documents is inert: nothing is ever put in as HTML.
      "svelte/no-at-html-tags": "error",
      // Maps and sets here are derived values, made anew and never changed in place.
      "svelte/prefer-svelte-reactivity": "off",
      // A space at the edge of a block is trimmed unless it stands as an expression.
      "svelte/no-useless-mustaches": "off",
      // There are no server-made routes: every link is a question of this one page.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
);
