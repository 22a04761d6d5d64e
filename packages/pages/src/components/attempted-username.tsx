import type { PageContext } from '@anteroom/core';
import { safeUrl } from '../safe-url.ts';
import type { Translator } from '../text/translator.ts';
import { usernameLabel } from '../text/username-label.ts';

export interface AttemptedUsernameProps {
  readonly username: string;
  readonly context: PageContext;
  readonly t: Translator;
}

/** Who is signing in, with a way to start over as somebody else. The input has no name: password managers read it, the server does not. */
export function AttemptedUsername({ username, context, t }: AttemptedUsernameProps) {
  const restart = safeUrl(context.links.restart);
  return (
    <div class="field" id="kc-username">
      <label for="kc-attempted-username">{usernameLabel(context.realm, t)}</label>
      <div class="attempted">
        <input id="kc-attempted-username" type="text" value={username} readonly autocomplete="username" />
        {restart === null ? null : (
          <a id="reset-login" href={restart}>
            {t.text('restartLoginTooltip')}
          </a>
        )}
      </div>
    </div>
  );
}
