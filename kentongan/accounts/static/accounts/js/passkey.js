// Passkeys: making one and signing in with one. A form says which ceremony it holds:
//   <form data-passkey="create|get" data-options="id of a JSON script, or an address that answers it">
//     <input type="hidden" name="credential"> <button data-passkey-start hidden>…</button>
//     <p data-passkey-error data-cancelled="…" data-failed="…" role="alert" hidden></p>
// Without JavaScript or without passkeys in this browser the button stays hidden and the rest of the page works.

const fromBase64url = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
};

const toBase64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const decodeIds = (list) => (list || []).map((item) => ({ ...item, id: fromBase64url(item.id) }));

async function create({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: fromBase64url(publicKey.challenge),
      user: { ...publicKey.user, id: fromBase64url(publicKey.user.id) },
      excludeCredentials: decodeIds(publicKey.excludeCredentials),
    },
  });
  return encode(made, {
    attestationObject: toBase64url(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: fromBase64url(publicKey.challenge),
      allowCredentials: decodeIds(publicKey.allowCredentials),
    },
  });
  return encode(found, {
    authenticatorData: toBase64url(found.response.authenticatorData),
    signature: toBase64url(found.response.signature),
    userHandle: found.response.userHandle ? toBase64url(found.response.userHandle) : null,
  });
}

const encode = (credential, response) => ({
  id: credential.id,
  rawId: toBase64url(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  response: { ...response, clientDataJSON: toBase64url(credential.response.clientDataJSON) },
  clientExtensionResults: credential.getClientExtensionResults(),
});

async function optionsOf(form) {
  const source = form.dataset.options;
  const script = document.getElementById(source);
  if (script) return JSON.parse(script.textContent);
  const answer = await fetch(source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
  return (await answer.json()).request_options;
}

function prepare(form) {
  const button = form.querySelector("[data-passkey-start]");
  const error = form.querySelector("[data-passkey-error]");
  const ceremony = form.dataset.passkey === "create" ? create : get;
  button.hidden = false;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    button.disabled = true;
    error.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ceremony(await optionsOf(form)));
      form.submit();
    } catch (reason) {
      // NotAllowedError: the person said no, or waited too long. InvalidStateError: this device has a passkey already.
      const known = { NotAllowedError: error.dataset.cancelled, InvalidStateError: error.dataset.exists };
      error.textContent = known[reason.name] || error.dataset.failed;
      error.hidden = false;
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
} else {
  document.querySelectorAll("[data-no-passkey]").forEach((note) => { note.hidden = false; });
}
