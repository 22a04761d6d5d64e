import { Ajv2020 } from 'ajv/dist/2020.js';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>>;
}

interface Response {
  readonly content?: Readonly<Record<string, unknown>>;
}

export interface GivenAnswer {
  readonly method: string;
  /** Path of the request, without query. */
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

/** What is wrong with an answer, by the OpenAPI document of whoever gave it; null when nothing is. */
export type AnswerChecker = (answer: GivenAnswer) => string | null;

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Holds answers against an OpenAPI 3.1 document: the operation is in it, the status is, and the body is as its schema says. */
export function createAnswerChecker(document: object): AnswerChecker {
  const { paths } = document as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  ajv.addSchema(document, 'document');
  // A fixed segment says more than a parameter, a parameter more than a rest.
  const known = Object.keys(paths)
    .map((template) => ({ template, pattern: patternOf(template), parameters: template.split('{').length }))
    .sort((a, b) => a.parameters - b.parameters);

  return ({ method, path, status, text }) => {
    const plain = path.replace(/\/+$/, '');
    const found = known
      .filter(({ pattern }) => pattern.test(plain))
      .find(({ template }) => paths[template]?.[method.toLowerCase()] !== undefined);
    if (found === undefined)
      return status === 404 || status === 405 || status === 401 ? null : `${method} ${path} is not documented and was answered ${status}`;
    const operation = `/paths/${escaped(found.template)}/${method.toLowerCase()}`;
    const responses = paths[found.template]![method.toLowerCase()]!.responses;
    const key = String(status) in responses ? String(status) : status >= 400 ? 'default' : null;
    const where = `${method} ${found.template} ${status}`;
    if (key === null) return `${where} is not documented`;
    const content = responses[key]!.content;
    if (content === undefined) return text === '' ? null : `${where} has a body: ${text.slice(0, 200)}`;
    if (content['application/json'] === undefined) return null;
    const validate = ajv.getSchema(`document#${operation}/responses/${key}/content/${escaped('application/json')}/schema`);
    if (validate === undefined) return `${where} has no schema`;
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return `${where} is no JSON: ${text.slice(0, 200)}`;
    }
    return validate(body) ? null : `${where}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 400)}`;
  };
}

/** The last parameter of a path by names takes the rest of it (`group-by-path/{path}`). */
function patternOf(template: string): RegExp {
  const rest = template.includes('/group-by-path/');
  const source = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${rest ? source.replace(/\[\^\/\]\+$/, '.+') : source}$`);
}
