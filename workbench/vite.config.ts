import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const page = "../src/groundtruce/web/page";

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: page,
    emptyOutDir: true,
    target: "es2022",
    // The page's content security policy knows no data: fonts and no inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    // How long a plugin takes is no warning to whoever installs this.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: {
    // The fonts are the ones that briefs use, outside this folder.
    fs: { allow: [".."] },
    proxy: Object.fromEntries(["/api", "/ogc", "/basemap"].map((path) => [path, "http://127.0.0.1:8765"])),
  },
});
