/** Called through the prototype: a field may be named "submit". */
export const SUBMIT_FORM_JS = `const form = document.getElementById('kc-form-post');
if (form) HTMLFormElement.prototype.submit.call(form);
`;
