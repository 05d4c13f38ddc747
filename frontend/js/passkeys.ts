/** Passkeys: what the server asks of the browser, and the browser's answer, as a form sends it. */

type Json = Record<string, unknown>;
interface Described { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] }

/** Shows what needs passkeys where the browser has them, and makes the forms work. */
export function passkeys(parts: NodeListOf<HTMLElement>): void {
  const named = !/^[\d.]+$|^\[/.test(location.hostname); // a passkey belongs to a name
  if (!window.PublicKeyCredential || !window.isSecureContext || !named) return;
  parts.forEach((part) => {
    part.dataset.ready = "";
    part.hidden = false;
    part.querySelectorAll<HTMLElement>("[data-passkey-missing]").forEach((one) => one.remove());
    const form = part.querySelector<HTMLFormElement>("[data-passkey-form]");
    form?.addEventListener("submit", (event) => {
      const field = form.elements.namedItem("credential") as HTMLInputElement;
      if (field.value) return; // answered: now it is sent
      event.preventDefault();
      void use(part, form, field);
    });
  });
}

async function use(part: HTMLElement, form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const fault = part.querySelector<HTMLElement>("[data-passkey-fault]");
  if (fault) fault.hidden = true;
  try {
    field.value = JSON.stringify(await answer(part, form));
    form.requestSubmit();
  } catch {
    field.value = "";
    if (fault) fault.hidden = false;
  }
}

async function answer(part: HTMLElement, form: HTMLFormElement): Promise<Json> {
  if (part.dataset.passkey === "create") {
    const asked = written(part).creation_options as { publicKey: Json };
    return told(await navigator.credentials.create({ publicKey: toCreate(asked.publicKey) }));
  }
  const asked = part.dataset.passkey === "sign-in" ? await fetched(form) : written(part);
  const { publicKey } = asked.request_options as { publicKey: Json };
  return told(await navigator.credentials.get({ publicKey: toGet(publicKey) }));
}

async function fetched(form: HTMLFormElement): Promise<Json> {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()) as Json;
}

function written(part: HTMLElement): Json {
  return JSON.parse(document.getElementById(part.dataset.passkeyOptions ?? "")?.textContent ?? "{}") as Json;
}

function toCreate(asked: Json): PublicKeyCredentialCreationOptions {
  const user = asked.user as PublicKeyCredentialUserEntityJSON;
  return {
    ...(asked as unknown as PublicKeyCredentialCreationOptions),
    challenge: bytes(asked.challenge as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: ((asked.excludeCredentials ?? []) as Described[]).map(known),
  };
}

function toGet(asked: Json): PublicKeyCredentialRequestOptions {
  return {
    ...(asked as unknown as PublicKeyCredentialRequestOptions),
    challenge: bytes(asked.challenge as string),
    allowCredentials: ((asked.allowCredentials ?? []) as Described[]).map(known),
  };
}

function known(one: Described): PublicKeyCredentialDescriptor {
  return { ...one, id: bytes(one.id) };
}

function told(made: Credential | null): Json {
  if (!(made instanceof PublicKeyCredential)) throw new Error("nothing was chosen");
  const { response } = made;
  const parts: Json = { clientDataJSON: letters(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    parts.attestationObject = letters(response.attestationObject);
    parts.transports = response.getTransports();
  } else if (response instanceof AuthenticatorAssertionResponse) {
    parts.authenticatorData = letters(response.authenticatorData);
    parts.signature = letters(response.signature);
    parts.userHandle = response.userHandle ? letters(response.userHandle) : null;
  }
  return {
    id: made.id,
    rawId: letters(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: parts,
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function letters(data: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(data));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
