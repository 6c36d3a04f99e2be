/** As much of JSON Schema draft-07 as the scenario's schema uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** Keywords that say nothing about validity. */
const annotations = ['$schema', 'title', 'description', 'default', 'definitions', 'enumDescriptions'];

/** Whether a value is valid; throws at a keyword it does not know rather than passing over it. */
export function isValid(value: unknown, schema: Schema, root: Schema): boolean {
  const check = (inner: Schema): boolean => isValid(value, inner, root);
  return Object.keys(schema).every((keyword) => {
    if (annotations.includes(keyword)) return true;
    switch (keyword) {
      case '$ref':
        return check(resolve(schema.$ref ?? '', root));
      case 'type':
        return isOfType(value, schema.type ?? '');
      case 'const':
        return value === schema.const;
      case 'enum':
        return schema.enum?.includes(value) ?? false;
      case 'minimum':
        return typeof value !== 'number' || value >= (schema.minimum ?? 0);
      case 'maximum':
        return typeof value !== 'number' || value <= (schema.maximum ?? 0);
      case 'minLength':
        return typeof value !== 'string' || value.length >= (schema.minLength ?? 0);
      case 'minItems':
        return !Array.isArray(value) || value.length >= (schema.minItems ?? 0);
      case 'maxItems':
        return !Array.isArray(value) || value.length <= (schema.maxItems ?? 0);
      case 'items': {
        const { items = {} } = schema;
        return !Array.isArray(value) || value.every((item) => isValid(item, items, root));
      }
      case 'properties':
        return Object.entries(schema.properties ?? {}).every(
          ([key, inner]) => !has(value, key) || isValid(value[key], inner, root),
        );
      case 'required':
        return !isObject(value) || (schema.required ?? []).every((key) => has(value, key));
      case 'additionalProperties':
        return !isObject(value) || Object.keys(value).every((key) => Object.hasOwn(schema.properties ?? {}, key));
      case 'oneOf':
        return schema.oneOf?.filter(check).length === 1;
      case 'anyOf':
        return schema.anyOf?.some(check) ?? false;
      case 'allOf':
        return schema.allOf?.every(check) ?? false;
      default:
        throw new Error(`The schema uses a keyword that this test does not know: ${keyword}`);
    }
  });
}

function resolve(ref: string, root: Schema): Schema {
  const found = root.definitions?.[ref.replace('#/definitions/', '')];
  if (found === undefined) throw new Error(`${ref} leads nowhere`);
  return found;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(value: unknown, key: string): value is Readonly<Record<string, unknown>> {
  return isObject(value) && Object.hasOwn(value, key);
}
