import { For, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { localPart } from "../../components/identity.ts";
import type { OpenContact } from "./contact.ts";

/** Faces that are shown of several people. */
const MOST_FACES = 3;

interface ContactFaceProps {
  readonly contact: OpenContact;
  /** In rem, of one alone. */
  readonly size: number;
}

/** Whom a guest writes to: their picture, or those who answer beside each other. */
export function ContactFace(props: ContactFaceProps) {
  const picture = () => {
    const { address, picture } = props.contact;
    return picture && `/contact/${encodeURIComponent(localPart(address))}/picture?${picture}`;
  };
  return (
    <Show
      when={props.contact.people}
      fallback={
        <Avatar
          address={props.contact.address}
          name={props.contact.name}
          presence={props.contact.isHere ? "here" : "gone"}
          picture={picture()}
          size={props.size}
        />
      }
    >
      {(people) => (
        <span class="faces">
          <For each={people().slice(0, MOST_FACES)}>
            {(name) => <Avatar address={`${props.contact.address}/${name}`} name={name} />}
          </For>
        </span>
      )}
    </Show>
  );
}
