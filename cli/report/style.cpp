// The style sheet of the report, but for the colours, which come from the palette.
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/report/parts.hpp>

namespace redblue::cli {
namespace {

constexpr std::string_view sheet = R"css(
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-behavior:smooth}
html[data-theme=light]{color-scheme:light}html[data-theme=dark]{color-scheme:dark}
body{margin:0;background:var(--bg);color:var(--ink);
  font:16px/1.55 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%}
main,header,footer{max-width:1200px;margin:0 auto;padding:0 24px}
header{padding-top:36px}
h1{font-size:30px;line-height:1.2;letter-spacing:-.015em;margin:0 0 10px}
h2{font-size:22px;margin:0 0 2px;letter-spacing:-.01em}
h3{font-size:15px;margin:28px 0 8px}
p{margin:0 0 10px;max-width:76ch}
.soft-text{color:var(--soft)}
a{color:var(--c5);text-decoration-thickness:1px;text-underline-offset:2px}
code{font:.88em ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
pre{font:13px/1.5 ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere;
  background:var(--band);border:1px solid var(--grid);border-radius:8px;padding:12px 14px;margin:8px 0}
nav{position:sticky;top:0;z-index:4;background:var(--bg);border-bottom:1px solid var(--grid);margin-top:18px}
nav div{max-width:1200px;margin:0 auto;padding:8px 24px;display:flex;gap:6px;overflow-x:auto}
nav a{white-space:nowrap;padding:4px 11px;border-radius:999px;border:1px solid var(--grid);color:var(--ink);
  text-decoration:none;font-size:14px}
nav a:hover{border-color:var(--frame)}
section.shape,section.text{padding:34px 0 6px;scroll-margin-top:40px}
button{font:inherit;color:inherit;background:none;border:1px solid var(--grid);border-radius:999px}
button:hover{border-color:var(--frame)}
button:focus-visible,svg:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--c5);
  outline-offset:2px}
#theme{font-size:14px;padding:4px 12px;white-space:nowrap;display:none;margin-left:auto}
.js #theme{display:block}
.facts{display:flex;flex-wrap:wrap;gap:10px 40px;margin:14px 0 6px;padding:0}
.facts div{min-width:120px}
.facts dt{font-size:12.5px;color:var(--soft);margin:0}
.facts dd{margin:0;font-size:21px;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.facts small{font-size:13px;color:var(--soft);letter-spacing:0}
.chart{position:relative;margin:14px 0 4px}
.chart svg{display:block;width:100%;height:auto;touch-action:pan-y}
.js .chart svg{cursor:crosshair}
.narrow{display:none}
.legend{display:flex;flex-wrap:wrap;gap:6px;margin:10px 0 4px}
.legend button{display:inline-flex;align-items:center;gap:7px;font-size:13px;line-height:1.2;
  padding:4px 11px 4px 8px}
.legend svg{width:26px;height:12px;flex:none}
.legend button[aria-pressed=false]{color:var(--soft);text-decoration:line-through}
.legend button[aria-pressed=false] svg{opacity:.25}
.off{display:none}
.hair{stroke:var(--soft);stroke-width:1;pointer-events:none}
.spot{stroke:var(--bg);stroke-width:1.5;pointer-events:none}
.tip{position:absolute;top:0;left:0;z-index:3;pointer-events:none;background:var(--bg);color:var(--ink);
  border:1px solid var(--frame);border-radius:9px;padding:8px 11px 7px;font-size:11.5px;line-height:1.3;
  box-shadow:0 6px 24px rgb(0 0 0/.16);visibility:hidden;max-width:100%}
.tip.on{visibility:visible}
.tip b{font-weight:600}
.tip table{border-collapse:collapse;margin-top:5px;font-variant-numeric:tabular-nums;width:auto}
.tip th{white-space:nowrap;font-weight:400;color:var(--soft);text-align:right;padding:1px 0 2px 11px}
.tip td{text-align:right;padding:1px 0 1px 11px;white-space:nowrap;border:0}
.tip th:first-child,.tip td:first-child{text-align:left;padding-left:0}
.tip td:first-child{max-width:190px;overflow:hidden;text-overflow:ellipsis}
.tip i{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px}
.tip tr.floor-row td{color:var(--proof)}
.tip tr.near td{font-weight:600}
details{margin:14px 0}
summary{cursor:pointer;font-weight:600;font-size:15px;padding:4px 0}
.scroll{overflow-x:auto;margin:6px 0 10px}
.data{border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums;width:100%}
.data th{font-weight:600;font-size:12.5px;text-align:left;color:var(--soft);padding:5px 14px 5px 0;
  vertical-align:bottom;
  border-bottom:1px solid var(--frame)}
.data td{border-bottom:1px solid var(--grid);padding:5px 14px 5px 0;vertical-align:top}
.data .num{text-align:right;white-space:nowrap}
.data .name,.data code{white-space:nowrap}
.data .plan{color:var(--soft);font-size:12.5px}
.data ul{margin:0;padding-left:16px}
.swatch{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:7px}
footer{padding-top:24px;padding-bottom:48px;font-size:14px;color:var(--soft)}
@media (max-width:760px){
  body{font-size:15px}main,header,footer{padding-left:14px;padding-right:14px}nav div{padding:8px 14px}
  header{padding-top:22px}h1{font-size:24px}.wide{display:none}.narrow{display:block}
  .data .plan{white-space:nowrap}
  .facts{display:grid;grid-template-columns:1fr 1fr;gap:10px 18px}.facts div{min-width:0}
  .facts dd{font-size:18px}
  .facts small{display:block}
  .tip{position:static;visibility:visible;display:none;box-shadow:none;margin-top:6px;overflow-x:auto}
  .tip.on{display:block}.tip{font-size:10.5px;padding:7px 6px}.tip td,.tip th{padding-left:5px}
  .tip td:first-child{max-width:86px}.tip i{width:7px;height:7px;margin-right:4px}
}
@media print{nav,#theme{display:none}.js #theme{display:none}}
)css";

}  // namespace

std::string report_style() {
  std::string css = ":root{" + css_variables(false) + "}\n@media (prefers-color-scheme:dark){:root{" +
                    css_variables(true) + "}}\nhtml[data-theme=light]{" + css_variables(false) +
                    "}html[data-theme=dark]{" + css_variables(true) + "}\n";
  for (const Ink& ink : curve_inks) {
    const std::string name(ink.name);
    css.append(".b" + name + "{background:var(--" + name + ")}");
  }
  return css + embedded_css() + std::string(sheet);
}

}  // namespace redblue::cli
