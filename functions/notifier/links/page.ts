import { html } from 'hono/html'
import type { Locale } from '../channel.ts'
import { words } from '../mail/words.ts'

const style = `body{margin:0;padding:15vh 16px;background:#f4f4f2;color:#1d1d1b;font:18px/1.8 system-ui,sans-serif;text-align:center}
h1{font-size:22px;line-height:1.8;max-width:32em;margin:0 auto 24px;overflow-wrap:anywhere}
button{font:inherit;padding:10px 28px;border:0;border-radius:8px;background:#1f5f4a;color:#fff;cursor:pointer}`

/** The page runs and loads nothing, no other page frames it, and no other site learns its signed address. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
}

/** A sentence, and a button where there is something to do. The button sends a POST to the same address. */
export function linkPage(locale: Locale, status: number, sentence: string, button?: string): Response {
  const page = html`<!doctype html>
<html lang="${locale}" dir="${words[locale].dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Zerodue</title>
<style>${style}</style></head>
<body><main><h1>${sentence}</h1>
${button === undefined ? '' : html`<form method="post"><button>${button}</button></form>`}
</main></body>
</html>`
  return new Response(String(page), { status, headers })
}
