/* Adds a button to what can be copied. Pages work without it. */
"use strict";

if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${text.dataset.copy}`);
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    told.className = "copied";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        told.textContent = "Copied";
      } catch {
        told.textContent = "The browser did not allow it; mark the text and copy it.";
      }
      setTimeout(() => { told.textContent = ""; }, 4000);
    });
    text.after(button, told);
  }
}
