import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.ANTEROOM_URL ?? 'http://localhost:8080';

// Addresses of assets are relative: the server puts its own path in front of them, and a fresh nonce in place of the placeholder.
export default defineConfig({
  base: './',
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [react()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '^/(realms|resources|admin/(realms|serverinfo|anteroom|[^/]+/console/whoami))': { target: server, changeOrigin: true } },
  },
});
