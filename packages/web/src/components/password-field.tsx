import { createSignal } from "solid-js";
import { t } from "../i18n/index.ts";
import { Field, type FieldProps } from "./field.tsx";
import { IconButton } from "./icon-button.tsx";

type PasswordFieldProps = Pick<FieldProps, "value" | "onInput" | "error" | "hint" | "ref"> & {
  readonly isNew?: boolean;
};

export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setShown] = createSignal(false);
  return (
    <Field
      label={t("password")}
      value={props.value}
      onInput={props.onInput}
      error={props.error}
      hint={props.hint}
      ref={(input) => props.ref?.(input)}
      type={isShown() ? "text" : "password"}
      dir="ltr"
      autocomplete={props.isNew ? "new-password" : "current-password"}
    >
      <IconButton
        icon={isShown() ? "hide" : "eye"}
        label={t(isShown() ? "hidePassword" : "showPassword")}
        onPress={() => setShown(!isShown())}
      />
    </Field>
  );
}
