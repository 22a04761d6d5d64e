/** Fields, buttons, alerts and lists. Targets are at least 44 px high; every colour pair is at least 4.5:1, borders of inputs 3:1. */
export const STYLE_CONTROLS = `.field{margin:0 0 1.125rem}
label,legend{display:block;padding:0;margin:0 0 .375rem;font-size:.9375rem;font-weight:550}
.hint{font-weight:400;color:var(--muted)}
input:not([type=checkbox],[type=radio],[type=submit],[type=hidden]){display:block;width:100%;min-height:2.875rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);transition:border-color .12s,box-shadow .12s}
input:not([type=checkbox],[type=radio],[type=submit]):focus-visible{outline:2px solid var(--accent);outline-offset:0;border-color:var(--accent);border-radius:var(--radius);box-shadow:0 0 0 4px var(--tint)}
input[readonly]{background:var(--tint)!important;border-color:transparent!important}
input[aria-invalid=true]{border-color:var(--error)!important;box-shadow:inset 0 0 0 1px var(--error)}
.code{font-variant-numeric:tabular-nums;letter-spacing:.12em}
.field-error{margin:.375rem 0 0;font-size:.9375rem;color:var(--error)}
.secret{position:relative}
.secret:has(.reveal) input{padding-inline-end:3rem}
.reveal{position:absolute;inset-block:0;inset-inline-end:0;display:grid;place-items:center;width:2.875rem;min-height:0;margin:0;padding:0;background:none;border:0;color:var(--muted);box-shadow:none}
.reveal:hover{background:none;color:var(--ink)}
.reveal svg{display:block}
.attempted{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .875rem}
.attempted input{flex:1 1 9rem;width:auto!important;min-width:0}
.attempted a{flex:none;padding:.25rem 0;font-size:.9375rem}
.options{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem;margin:0 0 1.25rem;font-size:.9375rem}
.options a{padding:.25rem 0}
.check{display:grid;grid-template-columns:auto 1fr;align-items:center;gap:.625rem;margin:0 0 1.125rem}
.options .check{margin:0}
.check label{margin:0;padding:.25rem 0;font-weight:400}
.check input{width:1.1875rem;height:1.1875rem;margin:0;accent-color:var(--accent)}
.recovery-codes{columns:2 11rem;padding:1rem 1rem 1rem 2.75rem;margin-bottom:1rem;border:1px solid var(--soft);border-radius:var(--radius);list-style:decimal}
.recovery-codes code{white-space:nowrap;letter-spacing:.05em}
#kc-recovery-codes-actions,#kc-terms-text{margin-bottom:1.5rem}
[hidden]{display:none!important}
.devices{margin:0 0 1.125rem;padding:0;border:0}
.devices .check{margin:0;min-height:2.5rem}
button,input[type=submit]{display:block;width:100%;min-height:2.875rem;margin:0;padding:.625rem 1.125rem;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:var(--radius);cursor:pointer;transition:background-color .12s}
button:hover,input[type=submit]:hover{background:var(--accent-strong)}
button:focus-visible,input[type=submit]:focus-visible{border-radius:var(--radius)}
button.cancel{margin-top:.75rem}
button.secondary{color:var(--ink);background:none;border-color:var(--line)}
button.secondary:hover{background:var(--tint)}
button.link{width:auto;min-height:1.75rem;margin:1rem auto 0;padding:.25rem .375rem;font-weight:400;color:var(--accent);background:none;text-decoration:underline;text-underline-offset:.18em}
button.link:hover{color:var(--accent-strong);background:none}
.choice{display:flex;flex-wrap:wrap;gap:.75rem}
.choice button{flex:1 1 8rem}
#kc-registration{margin:1.25rem 0 0;padding-top:1.125rem;border-top:1px solid var(--soft);text-align:center}
.alert{display:flex;gap:.625rem;margin:0 0 1.25rem;padding:.75rem .875rem;border-radius:var(--radius);color:var(--tone);background:var(--tint)}
.alert::before{flex:none;display:grid;place-items:center;width:1.25rem;height:1.25rem;margin-top:.125rem;border-radius:50%;font-size:.8125rem;font-weight:700;line-height:1;color:var(--surface);background:var(--tone);content:var(--mark);content:var(--mark)/""}
.alert{--mark:"i";--tone:var(--accent-strong)}
.alert-error{--mark:"!";--tone:var(--error);background:var(--error-tint)}
.alert-success{--mark:"✓";--tone:var(--good);background:var(--good-tint)}
.scopes,.actions{margin:0 0 1.5rem;padding:0;list-style:none;border:1px solid var(--soft);border-radius:var(--radius)}
.scopes li,.actions li{padding:.6875rem .875rem .6875rem 2.5rem;position:relative}
.scopes li+li,.actions li+li{border-top:1px solid var(--soft)}
.scopes li::before,.actions li::before{content:"";position:absolute;inset-inline-start:.9375rem;top:1.0625rem;width:.8125rem;height:.4375rem;border:solid var(--accent);border-width:0 0 2px 2px;rotate:-45deg}
.actions li::before{width:.5rem;height:.5rem;top:1.25rem;border-width:2px 2px 0 0;rotate:45deg}
.settings{margin:0 0 1rem}
.settings div{display:flex;flex-wrap:wrap;gap:0 .75rem;padding:.25rem 0}
.settings dt{min-width:6rem;color:var(--muted)}
.settings dd{margin:0;font-weight:550}
ol{margin:0 0 1.5rem;padding-inline-start:1.375rem}
ol>li{margin:0 0 .75rem;padding-inline-start:.25rem}
ol>li::marker{font-weight:600;color:var(--accent)}
.qr{display:block;width:12.5rem;max-width:100%;height:auto;margin:.75rem 0;padding:.5rem;background:#fff;border:1px solid var(--soft);border-radius:var(--radius)}
summary{width:fit-content;padding:.25rem 0;color:var(--accent);cursor:pointer}
details[open] summary{margin-bottom:.5rem}
details p{margin-bottom:.5rem}
details code{display:block;padding:.625rem .75rem;background:var(--tint);border-radius:var(--radius);user-select:all}
.methods{display:grid;gap:.75rem;margin:0;padding:0;list-style:none}
.method{display:grid;gap:.125rem;text-align:start;font-weight:400;color:var(--ink);background:none;border-color:var(--line)}
.method:hover{background:var(--tint)}
.method span{font-size:.9375rem;color:var(--muted)}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){.alert,.field-error{border:1px solid}.alert::before{display:none}}
@media print{body{background:none}main{box-shadow:none}form,#kc-recovery-codes-actions,footer{display:none}}
`;
