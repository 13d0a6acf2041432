/** The path of each icon on a 24-unit grid. */
export const shapes = {
  today:
    'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5zM4 9.5h16M8 3v4M16 3v4M12 13v3.5M10.25 14.750h3.5',
  upcoming:
    'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5zM4 9.5h16M8 3v4M16 3v4M8 13.5h2M14 13.5h2M8 16.5h2',
  overdue: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 2',
  noDate: 'M5 8h14M5 12h14M5 16h8',
  done: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M8.5 12.2l2.5 2.5 4.5-5',
  tag: 'M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h15.5M4 15h15.5',
  filter: 'M4 6h16M7 12h10M10 18h4',
  search: 'M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15.5 15.5 20 20',
  settings:
    'M4 7h8M18 7h2M4 17h2M12 17h8M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  repeat: 'M17 3.5 20 6.5l-3 3M4 11V9.5a3 3 0 0 1 3-3h13M7 20.5 4 17.5l3-3M20 13v1.5a3 3 0 0 1-3 3H4',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4',
  notes: 'M5 6h14M5 10h14M5 14h14M5 18h8',
  flag: 'M6 21V4.5h11.5l-2.5 4 2.5 4H6',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l.800 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6',
  undo: 'M8 5 4 9l4 4M4 9h9.5a5.5 5.5 0 0 1 0 11H9',
  skip: 'M5 6l7 6-7 6zM12 6l7 6-7 6z',
  more: 'M6 12h.010M12 12h.010M18 12h.010',
  next: 'M9.5 6l6 6-6 6',
  previous: 'M14.5 6l-6 6 6 6',
  down: 'M6 9.5l6 6 6-6',
  back: 'M11 6l-6 6 6 6M5 12h14',
  warning: 'M12 4.5 3.5 19.5h17zM12 10v4.5M12 17h.010',
  split: 'M12 20v-7M12 13 6 5M12 13l6-8M6 9V5h4M18 9V5h-4',
  user: 'M12 4.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c1-3.5 4-5 7.5-5s6.5 1.5 7.5 5',
  key: 'M8 11.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10.5 12.5 19 4M16 7l2.5 2.5M13.5 9.5l2 2',
  command: 'M4 8.5 8 12l-4 3.5M11 16h8',
  history: 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4.5v4h4M12 8v4.5l3 2',
  globe: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16',
  download: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14',
  upload: 'M12 16V5M7.5 9.5 12 5l4.5 4.5M5 19.5h14',
  chat: 'M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-7.5L7 20.5V17H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5M8 9.5h8M8 12.5h5',
  send: 'M5 12h13M12.5 6.5 18 12l-5.5 5.5',
  microphone:
    'M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3.5',
  eye: 'M3 12c4-7 14-7 18 0-4 7-14 7-18 0M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
} as const

export type IconName = keyof typeof shapes

/** Icons with a direction: they are mirrored in right-to-left text. */
export const mirrored: ReadonlySet<IconName> = new Set<IconName>([
  'next',
  'previous',
  'back',
  'send',
  'undo',
  'skip',
  'noDate',
  'notes',
])
