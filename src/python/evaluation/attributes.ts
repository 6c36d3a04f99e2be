import { findApi } from '../../dialects/dialects.ts';
import { usualNames } from '../layers/canonicalName.ts';
import { shapeTuple } from '../values/entries.ts';
import type { Abstract, InstanceValue } from '../values/abstract.ts';
import { chosen, integer, listOf, newTensor, noArguments, unknown } from '../values/make.ts';
import { foreignBases, lineOf, memberOf, callPlaceIn } from './callFunction.ts';
import type { Machine } from './machine.ts';

/** The methods of a module that nothing in the source defines. */
const moduleMethods =
  /^(?:to|cuda|cpu|half|float|double|bfloat16|eval|train|requires_grad_|apply|init|init_with_output|add_module|register_module|children|modules|named_children|parameters|register_buffer|register_parameter|add|append|extend|insert|build|compile|summary|forward|__call__|call|initialize|share_memory|bind|values|items|keys|type|module)$/;

/** Returns an attribute of a value; `source` is the expression. */
export function attributeOf(machine: Machine, object: Abstract, name: string, source: string): Abstract {
  switch (object.kind) {
    case 'external':
      return { kind: 'external', name: `${object.name}.${name}` };
    case 'instance':
      return instanceAttribute(machine, object, name, source);
    case 'class': {
      const member = memberOf(object, name);
      if (member !== null)
        return member.kind === 'function' && isDecorated(member, 'classmethod') ? { ...member, self: object } : member;
      const base = foreignBases(object)[0];
      return base === undefined ? unknown(source) : { kind: 'external', name: `${base}.${name}` };
    }
    case 'super': {
      const self = chosen(object.self);
      const of = self.kind === 'instance' ? self.of : self.kind === 'class' ? self : null;
      const member = of === null ? null : memberOf(of, name, object.owner);
      if (member?.kind === 'function') return { ...member, self: object.self };
      return { kind: 'method', object, name, source };
    }
    case 'tensor':
      if (name === 'shape') return object.shape === null ? unknown(source) : shapeTuple(object.shape);
      if (name === 'ndim') return object.shape === null ? unknown(source) : integer(object.shape.length);
      if (name === 'T' || name === 'mT')
        return {
          ...object,
          shape: object.shape === null ? null : [...object.shape.slice(0, -2), ...object.shape.slice(-2).reverse()],
        };
      if (name === 'data' || name === 'value') return object;
      return /^(?:dtype|device|grad|is_cuda|requires_grad|at)$/.test(name)
        ? unknown(source)
        : { kind: 'method', object, name, source };
    case 'layer': {
      const argument = object.arguments.get(name);
      if (argument !== undefined) return argument.value;
      if (name === 'weight' || name === 'bias') return newTensor(null);
      return moduleMethods.test(name) ? { kind: 'method', object, name, source } : unknown(source);
    }
    case 'list':
    case 'text':
      return { kind: 'method', object, name, source };
    case 'dictionary':
    case 'container':
      return object.entries.get(name) ?? { kind: 'method', object, name, source };
    case 'choice': {
      const option = object.options[object.primary ?? 0];
      return option === undefined || option.kind === 'choice'
        ? unknown(source)
        : attributeOf(machine, option, name, source);
    }
    case 'partial':
      return name === 'func' ? object.callee : unknown(source);
    case 'none': {
      // `layers = None` at the top, and set to a module elsewhere: the class says which one is meant.
      const [, module = ''] = /^(\w+)\.\w+$/.exec(source) ?? [];
      const usual = `${usualNames.get(module) ?? ''}.${name}`;
      return findApi(usual) === null ? unknown(source) : { kind: 'external', name: usual };
    }
    case 'method':
    case 'function':
    case 'size':
    case 'float':
    case 'unknown':
    case 'boolean':
      return unknown(source);
  }
}

function instanceAttribute(machine: Machine, object: InstanceValue, name: string, source: string): Abstract {
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  const member = memberOf(object.of, name);
  if (member !== null) {
    if (member.kind !== 'function') return member;
    if (isDecorated(member, 'staticmethod')) return member;
    if (isDecorated(member, 'classmethod')) return { ...member, self: object.of };
    const bound: Abstract = { ...member, self: object };
    if (!isDecorated(member, 'property') && !isDecorated(member, 'cached_property')) return bound;
    const frame = {
      chunk: member.chunk,
      scope: member.scope,
      path: member.path,
      self: object,
      owner: member.owner,
      isCalled: true,
      depth: 8,
      returns: [],
      yielded: listOf([]),
    };
    return machine.call(bound, noArguments, callPlaceIn(frame));
  }
  const native = object.base.get('native');
  if (native?.kind === 'container') {
    const entry = native.entries.get(name);
    if (entry !== undefined) return entry;
  }
  if (name === '__class__') return object.of;
  if (native !== undefined && name !== 'training') {
    const found = attributeOf(machine, native, name, source);
    if (found.kind !== 'unknown') return found.kind === 'method' ? { ...found, object } : found;
  }
  const isModule = lineOf(object.of).some(({ bases }) => bases.length > 0);
  return isModule && moduleMethods.test(name) ? { kind: 'method', object, name, source } : unknown(source);
}

function isDecorated(value: Abstract & { readonly kind: 'function' }, name: string): boolean {
  return value.node.decorators.some(
    (decorator) => (decorator.kind === 'name' || decorator.kind === 'attribute') && decorator.name === name,
  );
}
