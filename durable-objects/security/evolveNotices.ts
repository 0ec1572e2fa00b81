import { CONSENTS_MAX, NOTICES_KEPT, type NoticeContent, type NoticeEvent } from "@forecourt/contract/notices";
import { type SecurityState, wechatOf } from "./state.ts";

/** Consents that are kept of a driver: of each kind, for each of the WeChats that they have had of late. */
const CONSENTS_KEPT = 10;

/** Folds what has to do with messages by WeChat. */
export function evolveNotices(state: SecurityState, event: NoticeEvent): SecurityState {
  switch (event.type) {
    case "ConsentNoted": {
      const { type: _, ...consent } = event;
      const isThis = (each: SecurityState["consents"][number]) => each.kind === consent.kind && each.credentialId === consent.credentialId;
      const known = state.consents.find(isThis);
      // What was consented to for another template is no consent to this one.
      const before = known?.templateId === consent.templateId ? known.left : 0;
      const others = state.consents.filter((each) => !isThis(each));
      const noted = { ...consent, left: Math.min(before + 1, CONSENTS_MAX) };
      return { ...state, consents: [...others, noted].slice(-CONSENTS_KEPT) };
    }
    case "NoticeSent":
      return { ...state, notices: state.notices.filter(({ no }) => no !== event.no) };
    case "ConsentMissing": {
      const missing = state.notices.find(({ no }) => no === event.no);
      const consents = state.consents.map((each) =>
        each.credentialId === missing?.credential.id && each.templateId === missing.templateId ? { ...each, left: 0 } : each,
      );
      return { ...state, consents, notices: state.notices.filter(({ no }) => no !== event.no) };
    }
  }
}

/** Puts a message on its way, where the driver has consented to it: that uses one consent, so that two messages can't use the same. */
export function withNotice(state: SecurityState, content: NoticeContent): SecurityState {
  const credential = wechatOf(state);
  const consent = state.consents.find(
    ({ kind, credentialId, left }) => kind === content.kind && credentialId === credential?.id && left > 0,
  );
  if (credential === null || consent === undefined) return state;
  const { templateId, language } = consent;
  const no = state.noticeCount + 1;
  return {
    ...state,
    consents: state.consents.map((each) => (each === consent ? { ...each, left: each.left - 1 } : each)),
    notices: [...state.notices, { no, templateId, language, content, credential }].slice(-NOTICES_KEPT),
    noticeCount: no,
  };
}
