import { createUniqueId, type JSX, Show } from "solid-js";
import { Icon } from "./icon.tsx";

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly suffix?: string | undefined;
  readonly type?: string;
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly inputmode?: JSX.HTMLAttributes<HTMLInputElement>["inputmode"];
  readonly isFocused?: boolean;
  readonly dir?: "auto" | "ltr";
  readonly maxlength?: number;
  readonly ref?: (input: HTMLInputElement) => void;
  /** Stands at the end, inside the edge. */
  readonly children?: JSX.Element;
}

export function Field(props: FieldProps) {
  const id = createUniqueId();
  const about = () => (props.error || props.hint ? `${id}-about` : undefined);
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="input" classList={{ bad: Boolean(props.error) }} dir={props.suffix ? "ltr" : undefined}>
        <input
          ref={(input) => props.ref?.(input)}
          id={id}
          type={props.type ?? "text"}
          value={props.value}
          dir={props.dir ?? "auto"}
          inputmode={props.inputmode}
          autocomplete={props.autocomplete ?? "off"}
          placeholder={props.placeholder}
          maxlength={props.maxlength ?? 1023}
          autocapitalize={props.dir === "ltr" ? "none" : undefined}
          spellcheck={props.dir === "ltr" ? false : undefined}
          autofocus={props.isFocused}
          aria-invalid={props.error ? "true" : undefined}
          aria-describedby={about()}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        <Show when={props.suffix}>
          <span class="suffix cut">{props.suffix}</span>
        </Show>
        {props.children}
      </div>
      <Show
        when={props.error}
        fallback={
          <Show when={props.hint}>
            {(hint) => (
              <p class="hint" id={about()}>
                {hint()}
              </p>
            )}
          </Show>
        }
      >
        {(error) => <ErrorLine id={about()} text={error()} />}
      </Show>
    </div>
  );
}

export function ErrorLine(props: { readonly text: string; readonly id?: string | undefined }) {
  return (
    <p class="error" id={props.id} role="alert">
      <Icon name="alert" isSmall />
      <span>{props.text}</span>
    </p>
  );
}
