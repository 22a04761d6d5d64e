export { type Configuration, type LoadedConfiguration, loadConfiguration, type Mode } from './configuration.ts';
export { type ShownSetting, settingsAsMarkdown, showSettings } from './describe-settings.ts';
export { ConfigurationError } from './read-settings.ts';
export { SETTINGS, type Setting, type SettingName } from './settings.ts';
