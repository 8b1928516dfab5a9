import "../../i18n/later.ts";
import type { Contact } from "@yonder/client";
import { createSignal, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { copyText, createFlash } from "../../components/copy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { shortName } from "../../components/identity.ts";
import { Acts } from "../../components/later/acts.tsx";
import { DetailsPane } from "../../components/later/details-pane.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
import { createLoaded } from "../../state/loaded.ts";
import { go } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { CareButtons } from "../care/later/care-buttons.tsx";
import { SharedCard } from "../files/later/shared-card.tsx";
import { BlockDialog } from "../people/later/block-dialog.tsx";
import { DayJump, SearchHere } from "../search/later/search-here.tsx";
import { InviteToStay } from "./invite-to-stay.tsx";
import { RenameForm } from "./rename-form.tsx";

interface ContactDetailsProps {
  readonly peer: string;
  readonly onClose: () => void;
}

export function ContactDetails(props: ContactDetailsProps) {
  const yonder = useYonder();
  const contact = () => yonder.contact(props.peer);
  const name = () => yonder.nameOf(props.peer);
  const isOnline = () => yonder.connection().kind === "online";
  const [about] = createLoaded(async () => {
    const of = isOnline() ? props.peer : "";
    return of && (await yonder.engine.people.actions()).about(of);
  });
  const [isRenaming, setRenaming] = createSignal(false);
  const [isRemoving, setRemoving] = createSignal(false);
  const [isBlocking, setBlocking] = createSignal(false);
  const isBlocked = () => yonder.people().isBlocked(props.peer);
  const [isCopied, flash] = createFlash();
  const isMuted = () => yonder.conversation(props.peer)?.isMuted === true;
  const copyAddress = async () => {
    if (await copyText(props.peer)) flash();
  };
  const presence = (): readonly [Key, Key] => {
    const known = contact();
    return known ? describe(known) : ["notInContacts", "notContactText"];
  };
  return (
    <DetailsPane
      title={t("contact")}
      onClose={props.onClose}
      act={
        <Show when={contact()}>
          <IconButton icon="edit" label={t("rename")} onPress={() => setRenaming(true)} />
        </Show>
      }
    >
      <div class="portrait">
        <Avatar address={props.peer} name={name()} presence={contact()?.presence} />
        <div>
          <h2>
            <bdi>{name()}</bdi>
          </h2>
          <p class="hint address">{props.peer}</p>
        </div>
        <Show when={about()}>
          {(text) => (
            <p class="about" dir="auto">
              {text()}
            </p>
          )}
        </Show>
      </div>
      <Show
        when={isRenaming()}
        fallback={
          <div class="quick">
            <SearchHere peer={props.peer} />
            <CareButtons peer={props.peer} />
            <button
              type="button"
              aria-label={t("copyAddressLong")}
              title={t("copyAddressLong")}
              onClick={() => void copyAddress()}
            >
              <Icon name={isCopied() ? "check" : "copy"} />
              {t(isCopied() ? "copied" : "copyAddress")}
            </button>
          </div>
        }
      >
        <RenameForm peer={props.peer} name={name()} onDone={() => setRenaming(false)} />
      </Show>
      <section class="card">
        <Show when={isOnline()}>
          <div class="item">
            <Icon name="device" />
            <span class="two">
              <span>{t(presence()[0])}</span>
              <small dir="auto">{contact()?.status || t(presence()[1])}</small>
            </span>
          </div>
        </Show>
        <div class="item">
          <Icon name="bell" />
          <span class="two">
            <span>{t("notifications")}</span>
            <small>{t(isMuted() ? "notificationsMuted" : "notificationsOn")}</small>
          </span>
        </div>
      </section>
      <SharedCard peer={props.peer} />
      <DayJump peer={props.peer} />
      <section class="card">
        <button type="button" class="item" onClick={() => go({ pane: "settings", section: "connection" })}>
          <Icon name="way" />
          <span class="two">
            <span>{t("howMessagesTravel")}</span>
            <small>{t("howMessagesTravelText")}</small>
          </span>
          <Icon name="next" isSmall />
        </button>
      </section>
      <section class="card">
        <Show
          when={contact()}
          fallback={
            <Show when={yonder.conversation(props.peer)?.isGuest} fallback={<AddContact peer={props.peer} />}>
              <InviteToStay peer={props.peer} />
            </Show>
          }
        >
          <button type="button" class="item danger" onClick={() => setRemoving(true)}>
            <Icon name="bin" />
            <span class="two">
              <span>{t("removeContact", { name: shortName(name()) })}</span>
            </span>
          </button>
        </Show>
        <Show when={!isBlocked() && props.peer !== yonder.address()}>
          <button type="button" class="item danger" onClick={() => setBlocking(true)}>
            <Icon name="block" />
            <span class="two">
              <span>{t("blockThem", { name: shortName(name()) })}</span>
            </span>
          </button>
        </Show>
      </section>
      <Show when={isBlocking()}>
        <BlockDialog address={props.peer} onClose={() => setBlocking(false)} />
      </Show>
      <Show when={isRemoving()}>
        <RemoveDialog peer={props.peer} name={shortName(name())} onClose={() => setRemoving(false)} />
      </Show>
    </DetailsPane>
  );
}

function AddContact(props: { readonly peer: string }) {
  const { engine } = useYonder();
  const adding = createAttempt();
  return (
    <button type="button" class="item" onClick={() => void adding.run(() => engine.addContact(props.peer))}>
      <Icon name="plus" />
      <span class="two">
        <span>{t("addToContacts")}</span>
        <Show when={adding.hasFailed()}>
          <small role="alert">{t("addFailed")}</small>
        </Show>
      </span>
    </button>
  );
}

function RemoveDialog(props: { readonly peer: string; readonly name: string; readonly onClose: () => void }) {
  const { engine } = useYonder();
  const removal = createAttempt();
  const remove = async () => {
    if (await removal.run(() => engine.removeContact(props.peer))) props.onClose();
  };
  return (
    <Dialog title={t("removeTitle", { name: props.name })} onClose={props.onClose}>
      <p>{t("removeText")}</p>
      <Show when={removal.hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <Acts
        act={t("remove")}
        isDanger
        isOff={removal.isBusy()}
        onPress={() => void remove()}
        onCancel={props.onClose}
      />
    </Dialog>
  );
}

function describe(contact: Contact): readonly [Key, Key] {
  if (contact.isPendingOut) return ["asked", "askedText"];
  if (contact.presence === "here") return ["here", "presenceOn"];
  return contact.presence === "away" ? ["away", "awayText"] : ["gone", "goneText"];
}
