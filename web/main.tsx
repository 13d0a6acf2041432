import { render } from 'preact'
import { startClient } from './sync/start-client.ts'
import { App } from './view/app.tsx'

const place = document.getElementById('app')
if (place) render(<App client={startClient()} />, place)
