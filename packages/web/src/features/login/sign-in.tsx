import { type EngineApi, SignInError } from "@yonder/client";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { ErrorLine, Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { onDemand } from "../../components/on-demand.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { Switch } from "../../components/switch.tsx";
import { Threshold } from "../../components/threshold.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { slots } from "../../state/accounts.ts";
import { isPhone, isTouch } from "../../state/media.ts";
import type { EntryRefusal, LetIn } from "../entry/later/desk.ts";
import { addressProblem } from "./address.ts";

/** Whoever types at once is not kept waiting by what they do not use, ms. */
const PATIENCE = 1_000;
const loadWays = () => import("../entry/later/ways-in.tsx");
const WaysBeside = onDemand(async () => (await loadWays()).WaysBeside, CodePlace);
const KeptAccounts = onDemand(async () => (await import("../accounts/later/kept-accounts.tsx")).KeptAccounts);
const OtherDeviceDialog = onDemand(async () => (await loadWays()).OtherDeviceDialog);

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
  const [hint, setHint] = createSignal<Key>();
  const [isQuiet, setQuiet] = createSignal(false);
  const [isPairing, setPairing] = createSignal(false);
  let addressField: HTMLInputElement | undefined;
  let passwordField: HTMLInputElement | undefined;

  const quiet = setInterval(() => isBusy() || setQuiet(true), PATIENCE);
  onCleanup(() => clearInterval(quiet));
  onMount(() => {
    // What proves the password is there when it was typed.
    import("@yonder/client/scram").catch(() => {});
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
  /** `bring`: signs in, unless somebody changes their mind. */
  const attempt = async (bring: () => Promise<boolean>) => {
    if (isBusy()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      if (await bring()) return props.onDone();
    } catch (error) {
      setProblem(explain(error));
    }
    setBusy(false);
  };
  const enter = async (letIn: LetIn | undefined) => {
    if (letIn) await props.engine.signIn(letIn.address, letIn.access, { remember: shouldRemember() });
    return letIn !== undefined;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy() || !check()) return;
    await attempt(async () => {
      await props.engine.signIn(address().trim(), password(), { remember: shouldRemember() });
      return true;
    });
    passwordField?.select();
  };
  const usePasskey = () =>
    attempt(async () => enter(await (await import("../entry/later/passkey-entry.ts")).enterByPasskey()));
  const onLetIn = (letIn: LetIn) => void attempt(() => enter(letIn));

  return (
    <Threshold
      foot={
        <Show
          when={hint()}
          fallback={
            <span>
              <button type="button" class="foot-link" onClick={() => setHint("haveInvitationHint")}>
                {t("haveInvitation")}
              </button>
              ·
              <button type="button" class="foot-link" onClick={() => setHint("troubleHint")}>
                {t("trouble")}
              </button>
            </span>
          }
        >
          {(key) => <span role="status">{t(key())}</span>}
        </Show>
      }
      aside={
        isSecureContext && (
          <>
            <Show when={isQuiet()} fallback={<CodePlace />}>
              <WaysBeside hasCode={!isPhone()} onLetIn={onLetIn} />
            </Show>
            <b class="not-phone">{t("signInAside")}</b>
            <p class="hint">{t("signInAsideText")}</p>
          </>
        )
      }
    >
      <h1>{t("signInTitle")}</h1>
      <Show when={slots.others.length > 0}>
        <KeptAccounts />
      </Show>
      <form class="form" onInput={() => props.engine.prepare()} onSubmit={(event) => void submit(event)} noValidate>
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
          autocomplete="username webauthn"
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
        <Show when={isSecureContext}>
          <div class="or">{t("or")}</div>
          <button type="button" class="button quiet" onClick={() => void usePasskey()}>
            <Icon name="key" />
            {t("usePasskey")}
          </button>
          <button type="button" class="button line only-phone" onClick={() => setPairing(true)}>
            <Icon name="device" />
            {t("useOtherDevice")}
          </button>
          <Show when={isPairing()}>
            <OtherDeviceDialog onLetIn={onLetIn} onClose={() => setPairing(false)} />
          </Show>
        </Show>
      </form>
    </Threshold>
  );
}

function CodePlace() {
  return <div class="qr" />;
}

function explain(error: unknown): Key {
  if (error instanceof SignInError) return REASONS[error.reason];
  return (error as Partial<EntryRefusal>).text ?? "unreachable";
}

const REASONS: Readonly<Record<SignInError["reason"], Key>> = {
  credentials: "wrongCredentials",
  conflict: "signedInElsewhere",
  policy: "refusedByPolicy",
  removed: "accountRemoved",
  unreachable: "unreachable",
  address: "notAnAddress",
};
