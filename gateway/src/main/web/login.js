// A field for a token or a ticket, where the gateway wants one.

import { element } from "./text.js";

const LONGEST = 2_048;

/** A sentence for an answer of the login; null where it went well. */
export async function logIn(text) {
  const token = text.trim();
  if (token === "" || token.length > LONGEST) {
    return `Paste a ticket (framecast://…) or a token, up to ${LONGEST} characters.`;
  }
  try {
    const answer = await fetch("/api/v1/login", { method: "POST", headers: { "Content-Type": "text/plain" }, body: token });
    if (answer.ok) {
      return null;
    }
    const { error } = await answer.json().catch(() => ({}));
    return error ?? "The gateway does not take this.";
  } catch {
    return "The gateway does not answer.";
  }
}

/** @param {() => void} entered is called once the gateway has taken what was typed */
export function loginForm(entered) {
  const form = element("form", "login");
  const label = element("label", "", "A ticket or token is needed to watch from this address.");
  const field = element("input");
  Object.assign(field, { type: "password", name: "token", autocomplete: "off", required: true, placeholder: "framecast://… or token" });
  field.id = "token";
  label.htmlFor = "token";
  const button = element("button", "primary", "Watch");
  const error = element("p", "error");
  error.setAttribute("role", "alert");
  form.append(label, field, button, error);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const problem = await logIn(field.value);
    button.disabled = false;
    error.textContent = problem ?? "";
    if (problem === null) {
      entered();
    }
  });
  return form;
}
