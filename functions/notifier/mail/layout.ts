import { html } from 'hono/html'
import type { Locale } from '../channel.ts'
import type { Mail } from '../send/email.ts'
import { words } from './words.ts'

interface Parts {
  subject: string
  heading: string
  lines: string[]
  buttons: { label: string; href: string; strong?: boolean }[]
  footer: { text: string; link?: { label: string; href: string } }
}

/** The same words as text and as HTML. The template escapes what people wrote. */
export function layOut(locale: Locale, parts: Parts): Omit<Mail, 'unsubscribe'> {
  const { subject, heading, lines, buttons, footer } = parts
  const text = [
    heading,
    ...lines,
    ...buttons.map(({ label, href }) => `${label}:\n${href}`),
    '--',
    footer.text,
    ...(footer.link ? [`${footer.link.label}:\n${footer.link.href}`] : []),
  ].join('\n\n')
  return { subject, text: `${text}\n`, html: String(page(locale, parts)) }
}

const styles = {
  body: 'margin:0;padding:24px 12px;background:#f4f4f2;color:#1d1d1b;',
  card: 'max-width:480px;margin:0 auto;background:#ffffff;border-radius:12px;padding:28px;',
  heading: 'margin:0 0 12px;font-size:22px;line-height:1.6;font-weight:600;overflow-wrap:anywhere;',
  line: 'margin:0 0 8px;font-size:15px;line-height:1.8;color:#4a4a46;overflow-wrap:anywhere;',
  button:
    'display:inline-block;margin:0 0 10px;padding:10px 18px;border-radius:8px;font-size:15px;text-decoration:none;',
  strong: 'background:#1f5f4a;color:#ffffff;',
  calm: 'background:#eceae4;color:#1d1d1b;',
  footer: 'max-width:480px;margin:16px auto 0;padding:0 28px;font-size:13px;line-height:1.8;color:#6b6b66;',
}

/** Mail programs know inline styles only. `dir` sets the direction of the page, `auto` that of each text of a person. */
function page(locale: Locale, { subject, heading, lines, buttons, footer }: Parts) {
  const { dir } = words[locale]
  const font =
    locale === 'ur'
      ? "font-family:'Noto Nastaliq Urdu','Noto Naskh Arabic',Tahoma,sans-serif;"
      : 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;'
  return html`<!doctype html>
<html lang="${locale}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body dir="${dir}" style="${styles.body}${font}">
<div style="${styles.card}">
<h1 dir="auto" style="${styles.heading}">${heading}</h1>
${lines.map(line => html`<p dir="auto" style="${styles.line}text-align:${dir === 'rtl' ? 'right' : 'left'};">${line}</p>`)}
<p style="margin:20px 0 0;">
${buttons.map(
  ({ label, href, strong }) =>
    html`<a href="${href}" style="${styles.button}${strong ? styles.strong : styles.calm}">${label}</a> `,
)}
</p>
</div>
<p style="${styles.footer}">${footer.text}
${footer.link ? html`<br><a href="${footer.link.href}" style="color:#6b6b66;">${footer.link.label}</a>` : ''}</p>
</body>
</html>`
}
