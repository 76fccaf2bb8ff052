// @flow
import type { Session } from './types';
type Props = {| token: string, onDone?: (Session) => void |};
export const show = (props: Props, count: number = 1): string => {
  return props.token;
};
