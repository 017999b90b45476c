/* SPDX-License-Identifier: Apache-2.0 */

// Not a module: it runs before the first paint, so that a dark page never flashes light.
{
  const KEY = "anchorage.theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const dark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  if (read() === "dark" || read() === "light") {
    root.dataset.theme = read();
  }
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const tell = () => {
      button.setAttribute("aria-pressed", String(dark()));
    };
    button.addEventListener("click", () => {
      const next = dark() ? "light" : "dark";
      // The system's own choice is followed, not kept.
      const own = (next === "dark") === system.matches;
      if (own) {
        delete root.dataset.theme;
      } else {
        root.dataset.theme = next;
      }
      try {
        own ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, next);
      } catch {
        // It holds for this visit.
      }
      tell();
    });
    system.addEventListener("change", tell);
    tell();
  });
}
