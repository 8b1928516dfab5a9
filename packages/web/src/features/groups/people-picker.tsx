import { For, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

interface PeoplePickerProps {
  readonly label: string;
  readonly without: (address: string) => boolean;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Contacts, any number of whom can be chosen. */
export function PeoplePicker(props: PeoplePickerProps) {
  const yonder = useYonder();
  // Their addresses: what is drawn for one stays while presence comes and goes.
  const offered = () => yonder.contacts().flatMap(({ address }) => (props.without(address) ? [] : address));
  const toggle = (address: string) =>
    props.onChange(
      props.chosen.includes(address) ? props.chosen.filter((one) => one !== address) : [...props.chosen, address],
    );
  return (
    <fieldset class="people">
      <legend>{props.label}</legend>
      <Show when={offered().length > 0} fallback={<p class="hint">{t("nobodyToChoose")}</p>}>
        <ul>
          <For each={offered()}>
            {(address) => (
              <li>
                <label class="person">
                  <Avatar address={address} name={yonder.nameOf(address)} size={2.25} />
                  <span class="two as-named grow">
                    <bdi class="cut">{yonder.nameOf(address)}</bdi>
                    <small class="hint cut" dir="ltr">
                      {address}
                    </small>
                  </span>
                  <input type="checkbox" checked={props.chosen.includes(address)} onChange={() => toggle(address)} />
                </label>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </fieldset>
  );
}
