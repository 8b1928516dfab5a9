import { type EngineApi, RegistrationError, type RegistrationProblem } from "@yonder/client";
import { createSignal, onMount, Show } from "solid-js";
import { ErrorLine, Field } from "../../components/field.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { prefer } from "../../state/preferences.ts";
import { passwordProblem, suggestUsername, usernameProblem } from "../login/address.ts";

interface AccountFormProps {
  readonly engine: EngineApi;
  readonly token: string | undefined;
  readonly domain: string;
  readonly onDone: () => void;
}

/** Name, address and password of an account to be made. */
export function AccountForm(props: AccountFormProps) {
  const [name, setName] = createSignal("");
  const [username, setUsername] = createSignal<string>();
  const [password, setPassword] = createSignal("");
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
  const check = (): boolean => {
    setProblem(undefined);
    setUsernameError(usernameProblem(wanted()));
    setPasswordError(passwordProblem(password()));
    focusFirstError();
    return !usernameError() && !passwordError();
  };
  const refuse = (error: unknown) => {
    const key = error instanceof RegistrationError ? PROBLEMS[error.problem] : "unreachable";
    if (key === "usernameTaken" || key === "usernameBad") setUsernameError(key);
    else if (key === "passwordRefused") setPasswordError(key);
    else setProblem(key);
    focusFirstError();
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy() || !check()) return;
    setBusy(true);
    try {
      const own = name().trim();
      const address = await props.engine.register(props.token, wanted().trim(), password(), own || undefined);
      if (own) prefer({ ownName: { address, name: own } });
      props.onDone();
    } catch (error) {
      setBusy(false);
      refuse(error);
    }
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
    </form>
  );
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
