// Small comforts; every page works without this file.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
// "/" puts the cursor in the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
