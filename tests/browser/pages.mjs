// The pages in Chromium: WCAG 2.1 AA by axe-core, nothing wider than a phone, keyboard, no JavaScript, no console errors.
// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const base = process.env.BASE;
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const faults = [];
let checks = 0;

function check(holds, what) {
  checks += 1;
  if (!holds) faults.push(what);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

async function inPage(options, task) {
  const context = await browser.newContext({ bypassCSP: true, locale: "da-DK", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && !/status of 4/.test(message.text()) && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error}`));
  await task(page);
  await context.close();
}

const answer = await (await fetch(`${base}/api/v1/search?q=dobbeltdiagnose`)).json();
const item = answer.hits[0].url;
const meeting = item.split("/").slice(0, 3).join("/");
const paths = ["/", "/?q=botilbud", "/?q=botilbud&year=2024&topic=psykiatri&from=2020-01-01", "/?q=dobeltdiagnos", "/?q=xyzzyfindesikke&year=2024",
  "/?q=botilbud+strandvejen+hjemløs", "/?q=plan&kind=attachment", "/?lang=en&q=botilbud", "/moeder", meeting, `${item}?q=dobbeltdiagnose`, item, "/moeder/findes-ikke", "/?from=x"];

// Accessibility: light and wide, dark and narrow.
for (const [width, colorScheme] of [[1280, "light"], [375, "dark"]]) {
  await inPage({ viewport: { width, height: 900 }, colorScheme }, async (page) => {
    for (const path of paths) {
      await page.goto(base + path);
      if (width < 800 && (await page.locator("#show-filters").count())) await page.locator("#show-filters").check();
      for (const more of await page.locator("details").all()) await more.evaluate((node) => { node.open = true; });
      await page.evaluate(axe);
      const result = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      check(result.violations.length === 0, `${path} (${width}, ${colorScheme}): ` + result.violations
        .map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")).join(" | ")}`).join("\n    "));
    }
  });
}

// Nothing is wider than the window, down to 320 px, and with text twice as large.
for (const width of [320, 375, 768, 1280]) {
  await inPage({ viewport: { width, height: 700 } }, async (page) => {
    for (const path of paths) {
      await page.goto(base + path);
      if (width < 800 && (await page.locator("#show-filters").count())) await page.locator("#show-filters").check();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      check(wide <= width, `${path}: ${wide} px wide in a window of ${width}`);
    }
  });
}
await inPage({ viewport: { width: 640, height: 700 } }, async (page) => {
  for (const path of paths) {
    await page.goto(base + path);
    await page.evaluate(() => { document.documentElement.style.fontSize = "212.5%"; });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= 640, `${path}: ${wide} px wide with text twice as large`);
  }
});

// A search, a filter and an item, without JavaScript.
await inPage({ javaScriptEnabled: false }, async (page) => {
  await page.goto(base + "/");
  await page.getByRole("searchbox").fill("botilbud");
  await page.getByRole("button", { name: "Søg", exact: true }).click();
  const total = await page.locator("#results").textContent();
  await page.locator(".facet a.value").nth(3).click();
  check((await page.locator(".chip").count()) === 1, "choosing a value shows a chip");
  check((await page.getByRole("searchbox").inputValue()) === "botilbud", "a filter keeps the query");
  await page.locator(".chip").click();
  check((await page.locator("#results").textContent()) === total, "removing the chip brings all results back");
  await page.getByLabel("Fra", { exact: true }).fill("2023-01-01");
  await page.getByRole("button", { name: "Vis perioden" }).click();
  check(page.url().includes("from=2023-01-01") && page.url().includes("q=botilbud"), "a period keeps the query");
  await page.locator(".hit h3 a").first().click();
  check((await page.locator("article mark").count()) > 0, "the item's page marks the words");
  await page.getByRole("link", { name: "Tilbage til resultaterne" }).click();
  check((await page.locator(".hit").count()) > 0, "and leads back");
});

// The keyboard: skip link first, the box by "/", every stop visible.
await inPage({}, async (page) => {
  await page.goto(base + "/?q=botilbud");
  await page.keyboard.press("Tab");
  check((await page.evaluate(() => document.activeElement.className)) === "skip", "the first stop is the skip link");
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => document.activeElement.id)) === "indhold", "it leads to the content");
  await page.keyboard.press("/");
  check((await page.evaluate(() => document.activeElement.id)) === "q", "a slash leads to the box");
  for (let stop = 0; stop < 25; stop += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect(), style = getComputedStyle(document.activeElement);
      return document.activeElement === document.body || (box.width > 0 && box.height > 0 && style.outlineStyle !== "none");
    });
    check(seen, `stop ${stop} of the keyboard can be seen`);
  }
});

await browser.close();
console.log(`${checks} checks, ${faults.length} faults`);
for (const fault of faults) console.log("- " + fault);
process.exit(faults.length === 0 ? 0 : 1);
