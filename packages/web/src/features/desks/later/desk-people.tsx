import type { DeskPerson } from "@yonder/client";
import { For, Show } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { Field } from "../../../components/field.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";

interface DeskPeopleProps {
  readonly chosen: readonly DeskPerson[];
  readonly onChange: (chosen: readonly DeskPerson[]) => void;
}

/** Who answers: oneself, contacts on this server, and who is behind the link already; each under a name for guests. */
export function DeskPeople(props: DeskPeopleProps) {
  const { engine, address, contacts, nameOf } = useYonder();
  const before = props.chosen.map((person) => person.address);
  const near = () =>
    contacts()
      .map((contact) => contact.address)
      .filter((one) => one.endsWith(`@${engine.domain}`));
  const offered = () => [...new Set([address(), ...before, ...near()])];
  const chosen = (one: string) => props.chosen.find((person) => person.address === one);
  const toggle = (one: string) =>
    props.onChange(
      chosen(one)
        ? props.chosen.filter((person) => person.address !== one)
        : [...props.chosen, { address: one, name: nameOf(one) }],
    );
  const rename = (one: string, name: string) =>
    props.onChange(props.chosen.map((person) => (person.address === one ? { ...person, name } : person)));
  return (
    <fieldset class="people desk-people">
      <legend>{t("deskPeople")}</legend>
      <ul>
        <For each={offered()}>
          {(one) => (
            <li>
              <label class="person">
                <Avatar address={one} name={nameOf(one)} size={2.25} />
                <span class="two as-named grow">
                  <bdi class="cut">{nameOf(one)}</bdi>
                  <small class="hint cut" dir="ltr">
                    {one}
                  </small>
                </span>
                <input type="checkbox" checked={chosen(one) !== undefined} onChange={() => toggle(one)} />
              </label>
              <Show when={chosen(one)}>
                {(person) => (
                  <div class="desk-name">
                    <Field
                      label={t("deskGuestName", { name: nameOf(one) })}
                      value={person().name}
                      onInput={(name) => rename(one, name)}
                      maxlength={100}
                    />
                  </div>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <p class="hint">{t("deskPeopleText")}</p>
    </fieldset>
  );
}
