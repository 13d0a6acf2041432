export function SettingsScreen() {
  return <main id="list" />
}
