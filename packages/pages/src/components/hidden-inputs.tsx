/** Empty fields that a script of ours fills in. */
export function HiddenInputs({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name) => (
        <input key={name} type="hidden" id={name} name={name} value="" />
      ))}
    </>
  );
}
