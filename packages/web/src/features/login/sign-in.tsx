import { type EngineApi, SignInError } from "@yonder/client";
import { createSignal, onMount, Show } from "solid-js";
import { ErrorLine, Field } from "../../components/field.tsx";
import { Vista } from "../../components/icon.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { Switch } from "../../components/switch.tsx";
import { Threshold } from "../../components/threshold.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { addressProblem } from "./address.ts";

interface SignInProps {
  readonly engine: EngineApi;
  readonly domain: string;
  readonly address: string;
  readonly reason?: Key | undefined;
  readonly onDone: () => void;
}

export function SignIn(props: SignInProps) {
  const [address, setAddress] = createSignal(props.address);
  const [password, setPassword] = createSignal("");
  const [shouldRemember, setShouldRemember] = createSignal(true);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Key | undefined>(props.reason);
  const [addressError, setAddressError] = createSignal<Key>();
  const [passwordError, setPasswordError] = createSignal<Key>();
  const [showsHint, setShowsHint] = createSignal(false);
  let addressField: HTMLInputElement | undefined;
  let passwordField: HTMLInputElement | undefined;

  onMount(() => {
    if (!isTouch()) (props.address ? passwordField : addressField)?.focus();
  });

  const check = (): boolean => {
    setProblem(undefined);
    setAddressError(addressProblem(address()));
    setPasswordError(password() === "" ? "passwordEmpty" : undefined);
    if (addressError()) addressField?.focus();
    else if (passwordError()) passwordField?.focus();
    return !addressError() && !passwordError();
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy() || !check()) return;
    setBusy(true);
    try {
      await props.engine.signIn(address().trim(), password(), { remember: shouldRemember() });
      props.onDone();
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
      passwordField?.select();
    }
  };

  return (
    <Threshold
      foot={
        <Show
          when={showsHint()}
          fallback={
            <button type="button" class="foot-link" onClick={() => setShowsHint(true)}>
              {t("haveInvitation")}
            </button>
          }
        >
          <span role="status">{t("haveInvitationHint")}</span>
        </Show>
      }
      aside={
        <>
          <Vista />
          <b>{t("signInAside")}</b>
          <p class="hint">{t("signInAsideText")}</p>
          <p class="hint">{t("signInAsideApps")}</p>
        </>
      }
    >
      <h1>{t("signInTitle")}</h1>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <Show when={problem()}>{(key) => <ErrorLine text={t(key())} />}</Show>
        <Field
          label={t("address")}
          value={address()}
          onInput={(value) => {
            setAddress(value);
            setAddressError(undefined);
          }}
          error={addressError() && t(addressError() as Key, { domain: props.domain })}
          type="email"
          inputmode="email"
          autocomplete="username"
          placeholder={t("addressExample")}
          dir="ltr"
          ref={(input) => (addressField = input)}
        />
        <PasswordField
          value={password()}
          onInput={(value) => {
            setPassword(value);
            setPasswordError(undefined);
          }}
          error={passwordError() && t(passwordError() as Key)}
          ref={(input) => (passwordField = input)}
        />
        <div class="remember">
          <span class="two">
            <span>{t("remember")}</span>
            <small class="hint">{t("rememberHint")}</small>
          </span>
          <Switch label={t("remember")} isOn={shouldRemember()} onChange={setShouldRemember} />
        </div>
        <button type="submit" class="button" aria-disabled={isBusy()}>
          {t(isBusy() ? "signingIn" : "signIn")}
        </button>
      </form>
    </Threshold>
  );
}

function explain(error: unknown): Key {
  if (!(error instanceof SignInError)) return "unreachable";
  return REASONS[error.reason];
}

const REASONS: Readonly<Record<SignInError["reason"], Key>> = {
  credentials: "wrongCredentials",
  conflict: "signedInElsewhere",
  policy: "refusedByPolicy",
  removed: "accountRemoved",
  unreachable: "unreachable",
  address: "notAnAddress",
};
