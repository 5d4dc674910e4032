// A field for the passphrase of a stream that is encrypted from end to end. It stays in this page.

import { element } from "./text.js";

const SAYS = {
  wrong: "The stream is encrypted with another passphrase.",
  insecure: "This browser can open it only where the page comes over HTTPS, or from localhost.",
};

/** @param {(passphrase: string) => Promise<string>} unlock says "open", "wrong" or "insecure" */
export function passphraseForm(unlock) {
  const form = element("form", "login");
  const label = element("label", "", "This stream is encrypted from end to end: nobody on the way can open it, the gateway included. Its passphrase opens it here.");
  const field = element("input");
  Object.assign(field, { type: "password", name: "passphrase", autocomplete: "off", required: true, maxLength: 1024, placeholder: "passphrase" });
  field.id = "passphrase";
  label.htmlFor = "passphrase";
  const button = element("button", "primary", "Open");
  const error = element("p", "error");
  error.setAttribute("role", "alert");
  form.append(label, field, button, error);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.textContent = "";
    error.textContent = SAYS[await unlock(field.value)] ?? "";
    button.disabled = false;
  });
  return form;
}
