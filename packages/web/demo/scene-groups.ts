import type { Group, GroupActions, GroupInvitation, GroupsApi } from "@yonder/client";

/** The groups of a scene: they are looked at, and nothing can be done in them. */
export class SceneGroups implements GroupsApi {
  invitations: readonly GroupInvitation[] = [];
  readonly all = new Map<string, Group>();

  get(group: string): Group | undefined {
    return this.all.get(group);
  }

  seenBy(): readonly string[] {
    return [];
  }

  actions(): Promise<GroupActions> {
    return Promise.reject(new Error("nobody is there"));
  }
}
