import { Badge, type MantineColor, Text } from '@mantine/core';
import type { TraceStep } from '../../api/login-types.ts';
import type { MessageKey } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import './trace.css';

const DECISIONS: Readonly<Record<TraceStep['decision'], readonly [MessageKey, MantineColor]>> = {
  success: ['decision.success', 'door'],
  true: ['decision.true', 'door'],
  false: ['decision.false', 'gray'],
  skipped: ['decision.skipped', 'gray'],
  attempted: ['decision.attempted', 'gray'],
  challenge: ['decision.challenge', 'gray'],
  mailed: ['decision.mailed', 'gray'],
  'set-up': ['decision.setUp', 'amber'],
  failed: ['decision.failed', 'red'],
  denied: ['decision.denied', 'red'],
};

/** What ran, in order: each step with its decision, the reason in words, and how long it took. */
export function TraceSteps({ steps }: { readonly steps: readonly TraceStep[] }) {
  const t = useText();
  return (
    <ol className="trace" aria-label={t('login.steps')}>
      {steps.map((step, index) => {
        const [text, color] = DECISIONS[step.decision];
        const opens = step.request !== steps[index - 1]?.request;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trace is a list that never changes
          <li key={index} data-level={Math.min(step.level, 4)}>
            {opens && (
              <Text size="xs" c="dimmed" className="trace-request">
                {t('login.request', { number: step.request })}
              </Text>
            )}
            <div className="trace-step">
              <Badge variant="light" color={color}>
                {t(text)}
              </Badge>
              <div className="step-words">
                <Text size="sm" fw={500} component="span">
                  {step.name}
                </Text>
                {step.why !== '' && (
                  <Text size="sm" c="dimmed">
                    {step.why}
                  </Text>
                )}
              </div>
              <Text size="xs" c="dimmed" className="nowrap">
                {t('login.took', { ms: step.ms })}
              </Text>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
