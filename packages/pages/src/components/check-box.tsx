export interface CheckBoxProps {
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
}

export function CheckBox({ name, label, checked }: CheckBoxProps) {
  return (
    <div class="check">
      <input type="checkbox" id={name} name={name} value="on" checked={checked} />
      <label for={name}>{label}</label>
    </div>
  );
}
