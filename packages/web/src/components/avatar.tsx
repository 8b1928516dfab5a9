import type { PresenceState } from "@yonder/client";
import { Show, useContext } from "solid-js";
import { YonderContext } from "../state/yonder.ts";
import { hillOf, hueOf, initialsOf } from "./identity.ts";

interface AvatarProps {
  readonly address: string;
  readonly name: string;
  readonly presence?: PresenceState | undefined;
  readonly isGroup?: boolean | undefined;
  /** The address of a picture. */
  readonly picture?: string | undefined;
  /** In rem. */
  readonly size?: number;
}

/** A hill under a sky, its hue from the address. Decoration: the name stands beside it. */
export function Avatar(props: AvatarProps) {
  const yonder = useContext(YonderContext);
  const picture = () => props.picture ?? (props.isGroup ? undefined : yonder?.people().pictureOf(props.address));
  const look = () => ({
    "--h": String(hueOf(props.address)),
    "--hill": `${hillOf(props.address)}%`,
    "--size": props.size ? `${props.size}rem` : undefined,
  });
  return (
    <span class="avatar" classList={{ group: props.isGroup ?? false }} style={look()} aria-hidden="true">
      <Show when={picture()} fallback={initialsOf(props.name)}>
        {(address) => <img src={address()} alt="" />}
      </Show>
      <Show when={props.presence === "here" || props.presence === "away"}>
        <i class="dot" classList={{ away: props.presence === "away" }} />
      </Show>
    </span>
  );
}
