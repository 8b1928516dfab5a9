import "../entry/later/entry.css";
import { type EngineApi, RegistrationError, type RegistrationProblem } from "@yonder/client";
import { createSignal, onMount, Show } from "solid-js";
import { ErrorLine, Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { prefer } from "../../state/preferences.ts";
import type { EntryRefusal } from "../entry/later/desk.ts";
import { passwordProblem, suggestUsername, usernameProblem } from "../login/address.ts";

interface AccountFormProps {
  readonly engine: EngineApi;
  readonly token: string | undefined;
  readonly domain: string;
  readonly onDone: () => void;
  /** A passkey will do instead of a password. */
  readonly mayHavePasskey?: boolean;
}

/** Name, address and password of an account to be made. */
export function AccountForm(props: AccountFormProps) {
  const [name, setName] = createSignal("");
  const [username, setUsername] = createSignal<string>();
  const [password, setPassword] = createSignal("");
  const [hasChosen, setChosen] = createSignal(!props.mayHavePasskey || !isSecureContext);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Key>();
  const [usernameError, setUsernameError] = createSignal<Key>();
  const [passwordError, setPasswordError] = createSignal<Key>();
  let nameField: HTMLInputElement | undefined;
  let usernameField: HTMLInputElement | undefined;
  let passwordField: HTMLInputElement | undefined;
  // Until somebody writes their own, the address follows the name.
  const wanted = () => username() ?? suggestUsername(name());

  onMount(() => {
    if (!isTouch()) nameField?.focus();
  });

  const focusFirstError = () => {
    if (usernameError()) usernameField?.focus();
    else if (passwordError()) passwordField?.focus();
  };
  const check = (password: string | undefined): boolean => {
    setProblem(undefined);
    setUsernameError(usernameProblem(wanted()));
    setPasswordError(password === undefined ? undefined : passwordProblem(password));
    focusFirstError();
    return !usernameError() && !passwordError();
  };
  const refuse = (error: unknown) => {
    const key = error instanceof RegistrationError ? PROBLEMS[error.problem] : entryProblem(error);
    if (key === "usernameTaken" || key === "usernameBad") setUsernameError(key);
    else if (key === "passwordRefused") setPasswordError(key);
    else setProblem(key);
    focusFirstError();
  };
  /** `make`: tells the address of the new account, if there is one. */
  const attempt = async (make: () => Promise<string | undefined>) => {
    setBusy(true);
    try {
      const address = await make();
      setBusy(false);
      if (!address) return;
      const own = name().trim();
      if (own) prefer({ ownName: { address, name: own } });
      props.onDone();
    } catch (error) {
      setBusy(false);
      refuse(error);
    }
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!hasChosen()) return choosePassword();
    if (isBusy() || !check(password())) return;
    await attempt(() => props.engine.register(props.token, wanted().trim(), password()));
  };
  const choosePassword = () => {
    setChosen(true);
    passwordField?.focus();
  };
  const choosePasskey = async () => {
    if (isBusy() || !check(undefined)) return;
    await attempt(async () => {
      const { makeAccount } = await import("../entry/later/passkey-entry.ts");
      const letIn = await makeAccount(props.token, wanted().trim(), props.domain);
      if (letIn) await props.engine.signIn(letIn.address, letIn.access, { remember: true });
      return letIn?.address;
    });
  };

  return (
    <form class="form" onSubmit={(event) => void submit(event)} noValidate>
      <Show when={problem()}>{(key) => <ErrorLine text={t(key())} />}</Show>
      <Field
        label={t("yourName")}
        value={name()}
        onInput={setName}
        autocomplete="name"
        maxlength={100}
        ref={(input) => (nameField = input)}
      />
      <Field
        label={t("yourAddress")}
        value={wanted()}
        onInput={(value) => {
          setUsername(value);
          setUsernameError(undefined);
        }}
        error={usernameError() && t(usernameError() as Key, { name: wanted() })}
        suffix={`@${props.domain}`}
        autocomplete="username"
        dir="ltr"
        ref={(input) => (usernameField = input)}
      />
      <Show
        when={hasChosen()}
        fallback={
          <>
            <div class="pair">
              <button type="button" class="button" aria-disabled={isBusy()} onClick={() => void choosePasskey()}>
                <Icon name="key" isSmall />
                {t("choosePasskey")}
              </button>
              <button type="button" class="button line" onClick={choosePassword}>
                {t("choosePassword")}
              </button>
            </div>
            <p class="hint">{t("passkeyChoice")}</p>
          </>
        }
      >
        <PasswordField
          isNew
          value={password()}
          onInput={(value) => {
            setPassword(value);
            setPasswordError(undefined);
          }}
          error={passwordError() && t(passwordError() as Key)}
          hint={t("passwordHint")}
          ref={(input) => (passwordField = input)}
        />
        <button type="submit" class="button" aria-disabled={isBusy()}>
          {t(isBusy() ? "makingAccount" : "makeAccount")}
        </button>
      </Show>
    </form>
  );
}

function entryProblem(error: unknown): Key {
  return (error as Partial<EntryRefusal>).text ?? "unreachable";
}

const PROBLEMS: Readonly<Record<RegistrationProblem, Key>> = {
  taken: "usernameTaken",
  token: "tokenSpent",
  username: "usernameBad",
  password: "passwordRefused",
  closed: "registrationClosed",
  rate: "tooManyTries",
  unreachable: "unreachable",
};
