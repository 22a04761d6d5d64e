export { createMailRenderer } from './mail/mail-renderer.ts';
export { EXAMPLE_PARAMETERS, MAIL_TEMPLATES } from './mail/mail-templates.ts';
export { LOCALES } from './messages/catalogue.ts';
export { PAGE_CSP, type PageCspInput, pageCsp } from './page-csp.ts';
export { createPageRenderer } from './page-renderer.tsx';
export { createPageResources, type PageResource, type PageResources } from './resources/resources.ts';
export { chooseLocale, type LocaleSources } from './text/choose-locale.ts';
