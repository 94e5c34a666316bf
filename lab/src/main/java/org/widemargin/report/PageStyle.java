package org.widemargin.report;

/**
 * The page's look: one column of text, figures as wide as it, light or dark as the reader's device
 * asks.
 */
final class PageStyle {
  /** The style sheet; the classes {@code fill-*} and {@code stroke-*} are those of the figures. */
  static final String CSS =
      """
      :root{--surface:#fff;--page:#fff;--text:#1b1f24;--muted:#57606a;--line:#d8dee4;--tint:#f3f6f9;--accent:#005a9c}
      *{box-sizing:border-box}
      body{margin:0 auto;padding:1rem 1rem 4rem;max-width:66rem;background:var(--page);color:var(--text);
      font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,"DejaVu Sans",sans-serif}
      h1{font-size:1.9rem;line-height:1.2;margin:1.2rem 0 .6rem}
      h2{font-size:1.4rem;line-height:1.25;margin:2.6rem 0 .6rem;padding-top:1.1rem;border-top:1px solid var(--line)}
      h3{font-size:1.1rem;margin:1.8rem 0 .4rem}
      p,li,figcaption{max-width:44rem;overflow-wrap:break-word}
      p{margin:.7rem 0}
      header p{font-size:1.15rem}
      a{color:var(--accent)}
      nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin:1.2rem 0 0;padding:0;list-style:none}
      .note{padding:.7rem 1rem;border-left:4px solid var(--accent);background:var(--tint)}
      summary{cursor:pointer;margin:1rem 0 .5rem;font-weight:600}
      pre{padding:.8rem 1rem;overflow-x:auto;background:var(--tint);font-size:.9rem;line-height:1.45}
      .table{overflow-x:auto;margin:1.2rem 0}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}
      caption{text-align:left;font-weight:600;padding-bottom:.5rem}
      caption span{display:block;position:sticky;left:0;max-width:calc(100vw - 2rem)}
      th,td{padding:.42rem .8rem .42rem 0;text-align:left;vertical-align:bottom;border-bottom:1px solid var(--line)}
      th+th,th+td,td+td{padding-left:.4rem}
      thead th{border-bottom:2px solid var(--muted);font-size:.92rem;line-height:1.3}
      tbody th{font-weight:400;position:sticky;left:0;background:var(--page)}
      .number{text-align:right}
      @media (min-width:48rem){tbody th{white-space:nowrap}.sortable td:nth-child(4),.sortable td:nth-child(6){min-width:14.5rem}.sortable td:nth-child(2){max-width:9rem}}
      td strong{font-weight:750}
      th button{font:inherit;color:inherit;background:none;border:0;padding:.2rem 0;text-align:inherit;cursor:pointer}
      th button::after{content:" \\2195";color:var(--muted)}
      th[aria-sort=ascending] button::after{content:" \\2191"}
      th[aria-sort=descending] button::after{content:" \\2193"}
      .sortable th,.sortable td{vertical-align:top}
      .sortable tbody th{white-space:normal;min-width:14rem}
      @media (max-width:47.99rem){
      .sortable,.sortable tbody,.sortable tbody tr,.sortable tbody th,.sortable td{display:block;position:static}
      .sortable thead tr{display:flex;flex-wrap:wrap;gap:0 1rem}
      .sortable thead th{border:0;padding:0}
      .sortable tbody tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
      .sortable tbody th,.sortable td{border:0;padding:.1rem 0;text-align:left}
      .sortable tbody th{font-weight:600}
      .sortable td::before{content:attr(data-label) ": ";color:var(--muted)}
      }
      figure{margin:1.4rem 0}
      .figures{display:flex;flex-wrap:wrap;gap:1rem}
      .drawing{overflow-x:auto;max-width:100%}
      .drawing svg{display:block;max-width:100%;height:auto}
      figcaption{color:var(--muted);margin-top:.4rem}
      footer{margin-top:3rem;border-top:1px solid var(--line);color:var(--muted);font-size:.92rem}
      .fill-background{fill:var(--surface)}.stroke-background{stroke:var(--surface)}
      .fill-text{fill:var(--text)}.stroke-text{stroke:var(--text)}
      .fill-muted{fill:var(--muted)}.stroke-muted{stroke:var(--muted)}
      .stroke-grid{stroke:var(--line)}
      @media (prefers-color-scheme:dark){
      :root{--surface:#14181d;--page:#14181d;--text:#e8ebee;--muted:#a3adb8;--line:#39424c;--tint:#1e252c;--accent:#7cc0f5}
      .fill-series-1,.fill-right{fill:#56aee8}.stroke-series-1,.stroke-right{stroke:#56aee8}
      .fill-series-2,.fill-wrong{fill:#ff8f4d}.stroke-series-2,.stroke-wrong{stroke:#ff8f4d}
      .fill-series-3{fill:#35c79b}.stroke-series-3{stroke:#35c79b}
      .fill-series-4{fill:#e8ebee}.stroke-series-4{stroke:#e8ebee}
      .fill-series-8{fill:#8b949e}.stroke-series-8{stroke:#8b949e}
      }
      @media print{nav{display:none}section{break-inside:avoid-page}}
      """;

  private PageStyle() {}
}
