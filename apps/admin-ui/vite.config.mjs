import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { stylesComplete } from './styles-complete.config.mjs';

// Addresses of assets are relative: the server puts its own path in front of them, and a fresh nonce in place of the placeholder.
export default defineConfig({
  base: './',
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [react(), stylesComplete()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
