import type { AccessKey, AccessKeyState, LastUse } from '../core/keys/access-key.ts';
import type { StoredSecret } from '../core/keys/rotation-state.ts';
import type { Fact } from '../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';

/** What the flows around rotation need from the world. */

/** What `rotate-key` is asked to do: take one key's rotation as far as it goes now. */
export interface RotationRequest {
  /** Idempotency key. */
  readonly id: string;
  readonly key: AccessKey;
  readonly at: Instant;
}

export interface RotationQueue {
  request(request: RotationRequest): Promise<void>;
}

/**
 * A secret key on its way from IAM to Secrets Manager. It holds nothing that `JSON.stringify`, a log
 * or an error could show; only the adapters that need it open it.
 */
export interface SealedSecret {
  open(): string;
}

export type CreatedKey =
  | { readonly kind: 'created'; readonly key: AccessKeyState; readonly secret: SealedSecret }
  /** IAM has no room for another key of this user: nothing was made. */
  | { readonly kind: 'limit' }
  /** IAM said no: nothing was made. */
  | { readonly kind: 'refused'; readonly why: string };

/** The keys of one account through its rotate role: the one thing that can make a key. */
export interface KeyMaker {
  accessKeys(userName: string): Promise<Fact<readonly AccessKeyState[] | null>>;
  lastUse(accessKeyId: AccessKeyId): Promise<Fact<LastUse | null>>;
  /**
   * One attempt: making a key is not idempotent.
   * @throws LastkeyError when it is not certain whether a key was made
   */
  createKey(userName: string): Promise<CreatedKey>;
  /** Whether the key works, as that user. Patient for a while: IAM is eventually consistent. */
  answersAs(key: AccessKey, secret: SealedSecret): Promise<boolean>;
  /** @throws LastkeyError with `retry` when AWS refuses or fails. */
  disable(key: AccessKey): Promise<void>;
  /** Only ever a successor that nobody can have had. @throws as {@link KeyMaker.disable} */
  deleteKey(key: AccessKey): Promise<void>;
}

/** Secrets of one account through the same role, which can write them and not read them. */
export interface SecretStore {
  /**
   * The secret of that name, made without a value where there is none.
   * @throws LastkeyError with `retry` when AWS refuses or fails
   */
  prepare(
    name: string,
    userName: string,
    kmsKeyId: string | undefined,
  ): Promise<
    | { readonly kind: 'ready'; readonly arn: string }
    /** There is one that is not lastkey's, or that is being deleted. */
    | { readonly kind: 'not-ours'; readonly why: string }
  >;
  /**
   * Stores a key as the pending version, one version for each key.
   * @throws LastkeyError whose text holds nothing of what was sent or answered but the error's name
   */
  putPending(arn: string, key: AccessKey, secret: SealedSecret): Promise<StoredSecret>;
  /** Makes that version current, the one before it previous. Doing it again changes nothing. */
  makeCurrent(secret: StoredSecret): Promise<void>;
}

export interface RotatingAccount {
  readonly keys: KeyMaker;
  readonly secrets: SecretStore;
}

export interface RotatingAccounts {
  rotating(accountId: AccountId): Promise<RotatingAccount>;
}
