/** Print, download and copy beside a list of recovery codes; the buttons appear where scripts run, the list is on the page anyway. */
export const RECOVERY_CODES_JS = `const codes = [...document.querySelectorAll('#kc-recovery-codes-list code')].map((code) => code.textContent.trim());
const list = codes.map((code, index) => String(index + 1).padStart(2) + ': ' + code).join('\\n') + '\\n';
const actions = document.getElementById('kc-recovery-codes-actions');
actions.hidden = false;
document.getElementById('printRecoveryCodes').addEventListener('click', () => window.print());
document.getElementById('downloadRecoveryCodes').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([actions.dataset.title + '\\n\\n' + list], { type: 'text/plain' }));
  link.download = 'recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(link.href);
});
const copy = document.getElementById('copyRecoveryCodes');
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(list);
  copy.textContent = copy.dataset.done;
});
`;
